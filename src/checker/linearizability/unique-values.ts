import { CAS, NOT, READ, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'
import { FailedSwaps } from './failed-swaps.ts'
import { sortByRank } from './sort.ts'

/** What the linear-time check found out about one key. */
export type Outcome =
  /** `order[start .. start + count]` is a linearization. */
  | { readonly kind: 'valid'; readonly count: number }
  /** No linearization exists: these rows contradict each other, together with the writes that they rest on. */
  | { readonly kind: 'violation'; readonly rows: readonly number[]; readonly count: number }
  /** Not for this check: values repeat, or failed swaps found no place. The search must decide. */
  | { readonly kind: 'open' }

const VALID = 0
const VIOLATION = 1
const OPEN = 2

/**
 * Linearizability of a register whose written values are all different, in O(n log n), with a certificate.
 *
 * A read names its write, so operations fall into *clusters* (a write and its reads), and a successful
 * compare-and-set ties two clusters into a *chain* whose inner sequence is fixed. A chain has a zone: from its earliest
 * return f to its latest call s. Two chains contradict exactly when f1 < s2 and f2 < s1; otherwise laying the
 * chains out by min(f, s) is a linearization (zones: Gibbons & Korach, Testing Shared Memories, 1997; Golab, Li & Shah,
 * PODC 2011). So the check lays them out and walks once: at each step the latest call so far must not exceed the return.
 *
 * Outcomes that are unknown count only when something saw their value: nobody can tell otherwise.
 */
export class UniqueValues {
  /** Linearizations of all keys that were found valid, each from the key's first row. Rows, not operations. */
  readonly order: Int32Array
  /** Rows that contradict, after a violation. */
  private rows: number[] = []
  private readonly columns: RegisterColumns
  private readonly failedSwaps: FailedSwaps
  /** Row that writes a value. Entries outside the key at hand are leftovers of other keys. */
  private readonly writer: Int32Array
  // Scratch by row within the key; one more at the end stands for the initial value.
  private readonly firstRead: Int32Array
  private readonly lastRead: Int32Array
  private readonly nextRead: Int32Array
  private readonly swap: Int32Array
  private readonly f: Float64Array
  private readonly s: Float64Array
  private readonly roots: Int32Array
  private readonly rank: Float64Array
  // The key at hand.
  private lo = 0
  private size = 0
  private first = -1
  private expected = 0
  private nots = 0
  private count = 0

  constructor(columns: RegisterColumns) {
    this.columns = columns
    this.failedSwaps = new FailedSwaps(columns)
    const { start } = columns
    let longest = 0
    for (let k = 0; k + 1 < start.length; k++) longest = Math.max(longest, start[k + 1]! - start[k]!)
    this.order = new Int32Array(columns.kind.length)
    this.writer = new Int32Array(columns.values).fill(-1)
    this.firstRead = new Int32Array(longest + 1)
    this.lastRead = new Int32Array(longest + 1)
    this.nextRead = new Int32Array(longest)
    this.swap = new Int32Array(longest + 1)
    this.f = new Float64Array(longest + 1)
    this.s = new Float64Array(longest + 1)
    this.roots = new Int32Array(longest + 1)
    this.rank = new Float64Array(longest + 1)
  }

  check(key: number): Outcome {
    const { start, initial } = this.columns
    this.lo = start[key]!
    this.size = start[key + 1]! - this.lo
    this.first = initial[key]!
    this.rows = []
    this.count = 0
    let state = this.findWriters()
    if (state === VALID) state = this.gatherClusters()
    if (state === VALID) state = this.walk(this.sortedChains())
    if (state === VALID && this.nots > 0) state = this.addFailedSwaps()
    if (state === OPEN) return { kind: 'open' }
    return state === VALID ? { kind: 'valid', count: this.count } : { kind: 'violation', rows: this.rows, count: this.count }
  }

  /** Opens a cluster for every write. A value written twice, or written again as the initial one, is not for us. */
  private findWriters(): number {
    const { kind, next, call, ret } = this.columns
    const { lo, size, writer, firstRead, swap, f, s } = this
    for (let i = 0; i < size; i++) {
      const row = lo + i
      const what = kind[row]!
      if (what !== WRITE && what !== CAS) continue
      const value = next[row]!
      const other = writer[value]!
      if (value === this.first || (other >= lo && other < row)) return OPEN
      writer[value] = row
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
    const i = this.writer[value]! - this.lo
    return i >= 0 && i < this.size ? i : -1
  }

  /** Puts reads and swaps to the writes whose value they saw, and counts what a linearization must hold. */
  private gatherClusters(): number {
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

  /** Chains in the order in which they must stand, as clusters that begin one; the number of them. */
  private sortedChains(): number {
    const { kind, ret } = this.columns
    const { lo, size, roots, rank, f, s, firstRead, swap } = this
    let chains = 0
    if (firstRead[size] !== -1 || swap[size] !== -1) {
      roots[0] = size
      rank[0] = -Infinity // the initial value was there before anything else
      chains = 1
    }
    for (let i = 0; i < size; i++) {
      if (kind[lo + i] !== WRITE) continue
      if (ret[lo + i] === Infinity && firstRead[i] === -1 && swap[i] === -1) continue
      let earliest = f[i]!
      let latest = s[i]!
      for (let c = swap[i]!; c !== -1; c = swap[c]!) {
        if (f[c]! < earliest) earliest = f[c]!
        if (s[c]! > latest) latest = s[c]!
      }
      f[i] = earliest
      s[i] = latest
      roots[chains] = i
      rank[chains++] = Math.min(earliest, latest)
    }
    // Of two equal ones the chain without a finished part comes first: it may still be moved, the other not.
    sortByRank(roots, rank, chains, (a, b) => (f[a]! < s[a]! ? 1 : 0) - (f[b]! < s[b]! ? 1 : 0))
    return chains
  }

  /** Lays the chains out one after the other; this is the certificate, or the first place where it breaks. */
  private walk(chains: number): number {
    const { call, ret } = this.columns
    const { lo, size, roots, swap, firstRead, nextRead, order } = this
    let out = lo
    let latest = -Infinity
    let latestRow = -1
    for (let c = 0; c < chains; c++) {
      for (let w = roots[c]!; w !== -1; w = swap[w]!) {
        for (let i = w === size ? firstRead[w]! : w; i !== -1; i = i === w ? firstRead[w]! : nextRead[i]!) {
          const row = lo + i
          if (call[row]! > latest) {
            latest = call[row]!
            latestRow = row
          }
          if (ret[row]! < latest) {
            this.count = out - lo
            return this.contradiction(latestRow, row)
          }
          order[out++] = row
        }
      }
    }
    this.count = out - lo
    return this.count === this.expected ? VALID : this.swapCycle()
  }

  /** Swaps that feed each other in a ring are reached from no write: nobody can have been first. */
  private swapCycle(): number {
    const { kind, ret } = this.columns
    const reached = new Set(this.order.subarray(this.lo, this.lo + this.count))
    for (let i = 0; i < this.size; i++) {
      const row = this.lo + i
      if (kind[row] === CAS && ret[row] !== Infinity && !reached.has(row)) return this.contradiction(row)
    }
    return OPEN // a ring of unknown swaps alone: let the search put it into words
  }

  private addFailedSwaps(): number {
    const { lo, size, order, count } = this
    const placed = this.failedSwaps.place(lo, lo + size, order, count, this.first)
    if (placed < 0) return OPEN
    this.count = placed
    return VALID
  }

  private contradiction(...rows: number[]): number {
    this.rows = rows
    return VIOLATION
  }
}
