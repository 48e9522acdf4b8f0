import { NOT, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'
import { insertByReordering, isLinearization } from './repair.ts'

/** With more swaps without a gap than this, ordering stretches anew is not worth while. */
const MOST_LATE = 2000

/**
 * Finds a place in a linearization for failed swaps that only say "the register did not hold a". They change nothing, so
 * the other operations keep their order, and each one goes to the first gap where the register holds another value
 * and no call comes too late for what follows. Taking the first gap never spoils the place of a later one.
 *
 * Where the register holds `a` in all gaps in question, a write of unknown outcome that nobody saw may have been the reason:
 * it fits wherever the next operation is a write, which hides it. For a swap that finds no gap at all, a stretch around it is
 * ordered anew.
 */
export class FailedSwaps {
  private readonly columns: RegisterColumns
  /** Swaps that have been called and not been placed, in order of call. */
  private waiting: number[] = []
  /** Unknown writes that nobody saw, in order of call. */
  private spare: number[] = []
  /** How many of them have been used. */
  private spent = 0
  /** Swaps that came too late for every gap, with the place in `order` where that showed. */
  private late: { readonly row: number; readonly at: number }[] = []
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
    this.spent = 0
    this.waiting = []
    this.late = []
    this.state = initial
    this.latest = -Infinity
    const limits = this.latestCalls()
    let row = lo
    let out = lo
    for (let gap = 0; gap <= count; gap++) {
      for (; row < hi && call[row]! <= limits[gap]!; row++) if (kind[row] === NOT) this.waiting.push(row)
      if (this.waiting.length > 0) out = this.fillGap(gap, limits[gap]!, order, out)
      if (gap === count) break
      const at = this.walk[gap]!
      if (call[at]! > this.latest) this.latest = call[at]!
      if (ret[at]! < this.latest) return -1
      if (next[at]! >= 0) this.state = next[at]!
      order[out++] = at
    }
    for (const w of this.waiting) this.late.push({ row: w, at: out })
    return this.late.length === 0 ? out - lo : this.insertLate(order.subarray(lo, hi), out - lo, lo, initial)
  }

  private insertLate(order: Int32Array, count: number, lo: number, initial: number): number {
    if (this.late.length > MOST_LATE) return -1
    let now = count
    for (const { row, at } of this.late) {
      // Rows that went in before moved this place by as many.
      now = insertByReordering(this.columns, order, now, at - lo + now - count, row, initial)
      if (now < 0) return -1
    }
    return isLinearization(this.columns, order, now, initial) ? now : -1
  }

  /** Places what fits into a gap; returns the next place in `order`. */
  private fillGap(gap: number, limit: number, order: Int32Array, out: number): number {
    const { need, next, call, ret } = this.columns
    const stay: number[] = []
    let bound = Infinity // nothing may overtake a swap that stays and has returned by then
    for (const w of this.waiting) {
      if (ret[w]! < this.latest) {
        this.late.push({ row: w, at: out })
        continue
      }
      if (need[w] === this.state && call[w]! <= bound) {
        const hidden = this.hiddenWrite(w, gap, Math.min(limit, bound, ret[w]!))
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
      order[out++] = w
    }
    this.waiting = stay
    return out
  }

  /** An unseen write to stand before swap `w` in this gap, if `w` needs one and this is a place for it; else -1. */
  private hiddenWrite(w: number, gap: number, limit: number): number {
    const { kind, need, next, call, ret } = this.columns
    const { walk } = this
    const spare = this.spare[this.spent]
    if (spare === undefined || call[spare]! > limit) return -1
    if (gap < walk.length && kind[walk[gap]!] !== WRITE) return -1
    for (let i = gap; i < walk.length && call[walk[i]!]! <= ret[w]!; i++) {
      const after = next[walk[i]!]!
      if (after >= 0 && after !== need[w]) return -1 // it will fit there without help
    }
    this.spent++
    return spare
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
