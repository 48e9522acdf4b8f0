import { NOT } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/**
 * Finds a place in a linearization for failed swaps that only say "the register did not hold a". They change nothing, so
 * the other operations keep their order, and each one goes to the first gap where the register holds another value
 * and no call comes too late for what follows. Taking the first gap never spoils the place of a later one.
 *
 * @returns `false` when some swap found no gap in *this* linearization; another one might have it.
 */
export function placeFailedSwaps(
  columns: RegisterColumns,
  lo: number,
  hi: number,
  order: Int32Array,
  count: number,
  initial: number,
): boolean {
  const { kind, need, next, call, ret } = columns
  const walk = order.slice(lo, lo + count)
  const lastCall = latestCalls(columns, walk)
  let waiting: number[] = []
  let row = lo
  let out = lo
  let latest = -Infinity
  let state = initial
  for (let gap = 0; gap <= count; gap++) {
    const limit = lastCall[gap]!
    for (; row < hi && call[row]! <= limit; row++) if (kind[row] === NOT) waiting.push(row)
    if (waiting.length > 0) {
      const stay: number[] = []
      let bound = Infinity // nothing may overtake one that stays and has returned by then
      for (const w of waiting) {
        if (need[w] === state || call[w]! > bound) {
          stay.push(w)
          bound = Math.min(bound, ret[w]!)
          continue
        }
        if (call[w]! > latest) latest = call[w]!
        if (ret[w]! < latest) return false
        order[out++] = w
      }
      waiting = stay
    }
    if (gap === count) break
    const at = walk[gap]!
    if (call[at]! > latest) latest = call[at]!
    if (ret[at]! < latest) return false
    if (next[at]! >= 0) state = next[at]!
    order[out++] = at
  }
  return waiting.length === 0
}

/** For each gap: the latest call that may stand there, which is the earliest return of all that follows. */
function latestCalls(columns: RegisterColumns, walk: Int32Array): Float64Array {
  const limits = new Float64Array(walk.length + 1)
  limits[walk.length] = Infinity
  for (let i = walk.length - 1; i >= 0; i--) limits[i] = Math.min(limits[i + 1]!, columns.ret[walk[i]!]!)
  return limits
}
