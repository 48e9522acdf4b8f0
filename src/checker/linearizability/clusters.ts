import { CAS, NOT, READ, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'
import { Writers } from './writers.ts'

// What a step of the check for unique values came to.
export const VALID = 0
export const VIOLATION = 1
export const OPEN = 2

/**
 * The operations of one key in clusters: a write (or swap) with the reads of its value, tied to the swap that took the
 * value on. All numbers are rows within the key; one more at the end stands for the initial value.
 */
export class Clusters {
  /** First read of each cluster, then from read to read with `nextRead`; -1 ends the list. */
  readonly firstRead: Int32Array
  readonly nextRead: Int32Array
  /** The cluster's swap to another value; -1: none. */
  readonly swap: Int32Array
  /** Earliest return and latest call of each cluster. */
  readonly f: Float64Array
  readonly s: Float64Array
  // The key at hand.
  lo = 0
  size = 0
  first = -1
  /** How many operations a linearization must hold. */
  expected = 0
  /** Failed swaps, which are in no cluster. */
  nots = 0
  /** Rows that contradict, after a violation; of the history, not of the key. */
  rows: readonly number[] = []
  private readonly columns: RegisterColumns
  private readonly writers: Writers
  private readonly lastRead: Int32Array

  /** @param longest most rows of a key */
  constructor(columns: RegisterColumns, longest: number) {
    this.columns = columns
    this.writers = new Writers(columns, longest)
    this.firstRead = new Int32Array(longest + 1)
    this.lastRead = new Int32Array(longest + 1)
    this.nextRead = new Int32Array(longest)
    this.swap = new Int32Array(longest + 1)
    this.f = new Float64Array(longest + 1)
    this.s = new Float64Array(longest + 1)
  }

  /** Gathers the clusters of a key: `VALID`, or what is wrong with them already. */
  gather(key: number): number {
    const { start, initial } = this.columns
    this.lo = start[key]!
    this.size = start[key + 1]! - this.lo
    this.first = initial[key]!
    this.rows = []
    const state = this.findWriters()
    return state === VALID ? this.gatherReads() : state
  }

  /** Opens a cluster for every write. A value written twice, or written again as the initial one, is not for us. */
  private findWriters(): number {
    const { kind, next, call, ret } = this.columns
    const { lo, size, writers, firstRead, swap, f, s } = this
    writers.begin(lo, lo + size)
    for (let i = 0; i < size; i++) {
      const row = lo + i
      const what = kind[row]!
      if (what !== WRITE && what !== CAS) continue
      if (next[row] === this.first || !writers.add(row)) return OPEN
      firstRead[i] = -1
      swap[i] = -1
      f[i] = ret[row]!
      s[i] = call[row]!
    }
    firstRead[size] = -1
    swap[size] = -1
    f[size] = -Infinity
    s[size] = -Infinity
    return VALID
  }

  /** Row (within the key) of the cluster of a value: `size` for the initial one, -1 when nobody wrote it. */
  private clusterOf(value: number): number {
    if (value === this.first) return this.size
    const row = this.writers.of(value)
    return row < 0 ? -1 : row - this.lo
  }

  /** Puts reads and swaps to the writes whose value they saw, and counts what a linearization must hold. */
  private gatherReads(): number {
    const { kind, need, call, ret } = this.columns
    const { lo, size, firstRead, lastRead, nextRead, f, s } = this
    this.expected = 0
    this.nots = 0
    for (let i = 0; i < size; i++) {
      const row = lo + i
      const what = kind[row]!
      if (what === NOT) this.nots++
      else if (what === WRITE) {
        if (ret[row] !== Infinity) this.expected++
      } else if (what === READ) {
        const w = this.clusterOf(need[row]!)
        if (w < 0) return this.contradiction(row)
        this.expected++
        if (firstRead[w] === -1) {
          if (w < size && ret[lo + w] === Infinity && !this.observeUnknown(w)) return VIOLATION
          firstRead[w] = i
        } else nextRead[lastRead[w]!] = i
        lastRead[w] = i
        nextRead[i] = -1
        if (ret[row]! < f[w]!) f[w] = ret[row]!
        if (call[row]! > s[w]!) s[w] = call[row]!
      } else if (ret[row] !== Infinity) {
        this.expected++
        if (!this.linkSwap(i)) return VIOLATION
      }
    }
    return VALID
  }

  /** An unknown write or swap whose value was seen did happen; a swap then rests on a write in its turn. */
  private observeUnknown(w: number): boolean {
    if (this.swap[w] !== -1) return true // seen before, by a swap
    this.expected++
    return this.columns.kind[this.lo + w] === WRITE || this.linkSwap(w)
  }

  /** Ties the swap in row `i` to the cluster that it took its value from. */
  private linkSwap(i: number): boolean {
    const { lo, size, swap, firstRead } = this
    const { need, ret } = this.columns
    for (;;) {
      const w = this.clusterOf(need[lo + i]!)
      if (w < 0) return this.contradiction(lo + i) === VALID
      if (swap[w] !== -1) return this.contradiction(lo + swap[w]!, lo + i) === VALID
      const known = w === size || ret[lo + w] !== Infinity || firstRead[w] !== -1
      swap[w] = i
      if (known) return true
      this.expected++
      if (this.columns.kind[lo + w] === WRITE) return true
      i = w
    }
  }

  private contradiction(...rows: number[]): number {
    this.rows = rows
    return VIOLATION
  }
}
