import { Clusters, OPEN, VALID, VIOLATION } from './clusters.ts'
import { CAS, WRITE } from './columns.ts'
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
  private readonly columns: RegisterColumns
  private readonly clusters: Clusters
  private readonly failedSwaps: FailedSwaps
  /** Clusters that begin a chain, and what the chains are sorted by. */
  private readonly roots: Int32Array
  private readonly rank: Float64Array
  /** How many rows of the key at hand are in `order`. */
  private count = 0
  /** Rows that contradict, when laying out the chains showed it. */
  private rows: readonly number[] = []

  constructor(columns: RegisterColumns) {
    const { start } = columns
    let longest = 0
    for (let k = 0; k + 1 < start.length; k++) longest = Math.max(longest, start[k + 1]! - start[k]!)
    this.columns = columns
    this.clusters = new Clusters(columns, longest)
    this.failedSwaps = new FailedSwaps(columns)
    this.order = new Int32Array(columns.kind.length)
    this.roots = new Int32Array(longest + 1)
    this.rank = new Float64Array(longest + 1)
  }

  check(key: number): Outcome {
    this.count = 0
    let state = this.clusters.gather(key)
    this.rows = this.clusters.rows
    if (state === VALID) state = this.walk(this.sortedChains())
    if (state === VALID && this.clusters.nots > 0) state = this.addFailedSwaps()
    if (state === OPEN) return { kind: 'open' }
    return state === VALID ? { kind: 'valid', count: this.count } : { kind: 'violation', rows: this.rows, count: this.count }
  }

  /** Chains in the order in which they must stand, as clusters that begin one; the number of them. */
  private sortedChains(): number {
    const { kind, ret } = this.columns
    const { roots, rank } = this
    const { lo, size, f, s, firstRead, swap } = this.clusters
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
    const { roots, order } = this
    const { lo, size, swap, firstRead, nextRead } = this.clusters
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
    return this.count === this.clusters.expected ? VALID : this.swapCycle()
  }

  /** Swaps that feed each other in a ring are reached from no write: nobody can have been first. */
  private swapCycle(): number {
    const { kind, ret } = this.columns
    const { lo, size } = this.clusters
    const reached = new Set(this.order.subarray(lo, lo + this.count))
    for (let i = 0; i < size; i++) {
      const row = lo + i
      if (kind[row] === CAS && ret[row] !== Infinity && !reached.has(row)) return this.contradiction(row)
    }
    return OPEN // a ring of unknown swaps alone: let the search put it into words
  }

  private addFailedSwaps(): number {
    const { order, count } = this
    const { lo, size, first } = this.clusters
    const placed = this.failedSwaps.place(lo, lo + size, order, count, first)
    if (placed < 0) return OPEN
    this.count = placed
    return VALID
  }

  private contradiction(...rows: number[]): number {
    this.rows = rows
    return VIOLATION
  }
}
