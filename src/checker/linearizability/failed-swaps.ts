import { NOT, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/**
 * Finds a place in a linearization for failed swaps that only say "the register did not hold a". They change nothing, so
 * the other operations keep their order, and each one goes to the first gap where the register holds another value
 * and no call comes too late for what follows. Taking the first gap never spoils the place of a later one.
 *
 * Where the register holds `a` in all gaps in question, a write of unknown outcome that nobody saw may have been the reason:
 * it fits wherever the next operation is a write, which hides it.
 */
export class FailedSwaps {
  private readonly columns: RegisterColumns
  /** Swaps that have been called and not been placed, in order of call. */
  private waiting: number[] = []
  /** Unknown writes that nobody saw, in order of call. */
  private spare: number[] = []
  private state = -1
  private latest = -Infinity
  private walk = new Int32Array(0)

  constructor(columns: RegisterColumns) {
    this.columns = columns
  }

  /**
   * Writes the linearization in `order[lo .. lo + count]` anew with the failed swaps of rows `lo` to `hi` in it.
   *
   * @returns the new count, or -1 when some swap found no gap in *this* linearization; another one might have it
   */
  place(lo: number, hi: number, order: Int32Array, count: number, initial: number): number {
    const { kind, next, call, ret } = this.columns
    this.walk = order.slice(lo, lo + count)
    this.spare = this.unseenWrites(lo, hi)
    this.waiting = []
    this.state = initial
    this.latest = -Infinity
    const limits = this.latestCalls()
    let row = lo
    let out = lo
    for (let gap = 0; gap <= count; gap++) {
      for (; row < hi && call[row]! <= limits[gap]!; row++) if (kind[row] === NOT) this.waiting.push(row)
      if (this.waiting.length > 0) out = this.fillGap(gap, limits[gap]!, order, out)
      if (out < 0) return -1
      if (gap === count) break
      const at = this.walk[gap]!
      if (call[at]! > this.latest) this.latest = call[at]!
      if (ret[at]! < this.latest) return -1
      if (next[at]! >= 0) this.state = next[at]!
      order[out++] = at
    }
    return this.waiting.length === 0 ? out - lo : -1
  }

  /** Places what fits into a gap; returns the next place in `order`, or -1 when a swap has come too late. */
  private fillGap(gap: number, limit: number, order: Int32Array, out: number): number {
    const { need, next, call, ret } = this.columns
    const stay: number[] = []
    let bound = Infinity // nothing may overtake a swap that stays and has returned by then
    for (const w of this.waiting) {
      if (need[w] === this.state && call[w]! <= bound) {
        const hidden = this.hiddenWrite(w, gap, Math.min(limit, bound))
        if (hidden >= 0) {
          order[out++] = hidden
          this.state = next[hidden]!
          this.latest = Math.max(this.latest, call[hidden]!)
        }
      }
      if (need[w] === this.state || call[w]! > bound) {
        stay.push(w)
        bound = Math.min(bound, ret[w]!)
        continue
      }
      if (call[w]! > this.latest) this.latest = call[w]!
      if (ret[w]! < this.latest) return -1
      order[out++] = w
    }
    this.waiting = stay
    return out
  }

  /** An unseen write to stand before swap `w` in this gap, if `w` needs one and this is a place for it; else -1. */
  private hiddenWrite(w: number, gap: number, limit: number): number {
    const { kind, need, next, call, ret } = this.columns
    const { walk, spare } = this
    if (spare.length === 0 || call[spare[0]!]! > limit) return -1
    if (gap < walk.length && kind[walk[gap]!] !== WRITE) return -1
    for (let i = gap; i < walk.length && call[walk[i]!]! <= ret[w]!; i++) {
      const after = next[walk[i]!]!
      if (after >= 0 && after !== need[w]) return -1 // it will fit there without help
    }
    return spare.shift()!
  }

  private unseenWrites(lo: number, hi: number): number[] {
    const { kind, ret } = this.columns
    const unknown: number[] = []
    for (let row = lo; row < hi; row++) if (kind[row] === WRITE && ret[row] === Infinity) unknown.push(row)
    if (unknown.length === 0) return unknown
    const seen = new Set<number>()
    for (const row of this.walk) if (ret[row] === Infinity) seen.add(row)
    return unknown.filter((row) => !seen.has(row))
  }

  /** For each gap: the latest call that may stand there, which is the earliest return of all that follows. */
  private latestCalls(): Float64Array {
    const { walk } = this
    const limits = new Float64Array(walk.length + 1)
    limits[walk.length] = Infinity
    for (let i = walk.length - 1; i >= 0; i--) limits[i] = Math.min(limits[i + 1]!, this.columns.ret[walk[i]!]!)
    return limits
  }
}
