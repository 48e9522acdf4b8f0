/** The numbers in ascending order. */
export function ascending(values: Iterable<number>): Float64Array {
  return Float64Array.from(values).sort()
}

/** How many entries of an ascending list are smaller than `limit`. */
export function countBelow(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted.length, (index) => sorted[index]! < limit)
}

/** How many entries of an ascending list are smaller than or equal to `limit`. */
export function countAtMost(sorted: ArrayLike<number>, limit: number): number {
  return partition(sorted.length, (index) => sorted[index]! <= limit)
}

/** Quantile by nearest rank of an ascending list; null when it is empty. `quantile(sorted, 0.5)` is the median. */
export function quantile(sorted: ArrayLike<number>, share: number): number | null {
  if (sorted.length === 0) return null
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)))
  return sorted[rank - 1]!
}

/** First index from 0 to `length` at which `holds` turns false; it must be true up to there and false after. */
export function partition(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) low = middle + 1
    else high = middle
  }
  return low
}
