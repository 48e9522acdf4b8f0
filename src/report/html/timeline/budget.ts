/**
 * How many operations each timeline may draw so that all together stay within `total`: the greatest common limit
 * that keeps to it. Short histories stay whole, only the longest ones are thinned.
 */
export function commonLimit(counts: readonly number[], total: number): number {
  let rest = total
  const sorted = counts.toSorted((a, b) => a - b)
  for (const [done, count] of sorted.entries()) {
    const share = Math.floor(rest / (sorted.length - done))
    if (count > share) return share
    rest -= count
  }
  return sorted.at(-1) ?? 0
}
