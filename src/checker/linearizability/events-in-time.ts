import type { Part } from './part.ts'

/** Calls as `op`, returns as `-1 - op`, in order of time; at equal times calls first, because those are concurrent. */
export function inOrderOfTime(part: Part): Int32Array {
  const { call, ret, size } = part
  const known: number[] = []
  for (let op = 0; op < size; op++) if (ret[op] !== Infinity) known.push(op)
  const byReturn = [...known].sort((a, b) => ret[a]! - ret[b]!)
  const events = new Int32Array(2 * known.length)
  let next = 0
  let out = 0
  for (const op of byReturn) {
    while (next < known.length && call[known[next]!]! <= ret[op]!) events[out++] = known[next++]!
    events[out++] = -1 - op
  }
  return events
}

/** The most operations that are pending at one time. */
export function mostPending(events: Int32Array): number {
  let pending = 0
  let most = 0
  for (const event of events) {
    pending += event >= 0 ? 1 : -1
    if (pending > most) most = pending
  }
  return most
}
