/**
 * Indexes in ascending order of time, equal ones as they stood. Histories come nearly sorted, so insertion goes first;
 * once it has moved too much, a real sort takes over.
 */
export function inOrder(times: ArrayLike<number>, wanted: (index: number) => boolean = () => true): Int32Array {
  const index = new Int32Array(times.length)
  let length = 0
  for (let i = 0; i < times.length; i++) if (wanted(i)) index[length++] = i
  const order = index.subarray(0, length)
  let moves = 16 * length
  for (let i = 1; i < length; i++) {
    const one = order[i]!
    let at = i
    for (; at > 0 && times[order[at - 1]!]! > times[one]!; at--) order[at] = order[at - 1]!
    order[at] = one
    moves -= i - at
    if (moves < 0) return order.sort((a, b) => times[a]! - times[b]! || a - b)
  }
  return order
}
