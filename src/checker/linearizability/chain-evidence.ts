import { CAS, NOT, READ, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/** Rows that contradict each other on their own, whatever else happened. */
export interface RowEvidence {
  /** In order of call. */
  readonly rows: readonly number[]
  /** Swaps that count as plain writes here: where their own expected value came from is left out. */
  readonly asWrites: ReadonlySet<number>
}

/** Stands for the initial value at the foot of a chain. */
const INITIAL = -1

/**
 * From the rows at which `UniqueValues` broke to all rows that the contradiction rests on.
 *
 * Two rows of one chain contradict by themselves. With two chains it takes the earliest return and the latest call of
 * each: neither chain can stand wholly before the other. Then come the writes that those rows read from, and the swaps
 * that tie a chain together. Leaving out everything else is sound: a linearization of the whole stays one without it,
 * as long as every value that is used is still written.
 */
export function chainEvidence(columns: RegisterColumns, key: number, broken: readonly number[]): RowEvidence {
  const chains = new Chains(columns, key)
  const picked = new Set(broken)
  const [y, x] = broken
  if (y !== undefined && x !== undefined && chains.foot(y) !== chains.foot(x)) {
    for (const foot of [chains.foot(y), chains.foot(x)]) for (const row of chains.extremes(foot)) picked.add(row)
  }
  const evidence = withWriters(columns, chains, [...picked])
  return chains.withObservers(evidence)
}

/** The chains of one key, walked from any row down to the write that they begin with. Slow, for evidence only. */
class Chains {
  private readonly columns: RegisterColumns
  private readonly lo: number
  private readonly hi: number
  private readonly initial: number
  private readonly writers = new Map<number, number>()
  private readonly feet = new Map<number, number>()

  constructor(columns: RegisterColumns, key: number) {
    this.columns = columns
    this.lo = columns.start[key]!
    this.hi = columns.start[key + 1]!
    this.initial = columns.initial[key]!
    for (let row = this.lo; row < this.hi; row++) if (columns.next[row]! >= 0) this.writers.set(columns.next[row]!, row)
  }

  /** The row, the write of what it needs, the write of what that one needs, and so on, perhaps to `INITIAL`. */
  down(row: number): Set<number> {
    const path = new Set<number>()
    for (let at = row; !path.has(at); at = this.below(at)) path.add(at)
    return path
  }

  /** What the chain of a row begins with. Each row is walked over once, however many are asked for. */
  foot(row: number): number {
    const passed: number[] = []
    let at = row
    for (; !this.feet.has(at); at = this.below(at)) {
      passed.push(at)
      this.feet.set(at, at) // ends a ring of swaps
    }
    const foot = this.feet.get(at)!
    for (const one of passed) this.feet.set(one, foot)
    return foot
  }

  /** The write of what the row needs; the row itself when it needs nothing, or what nobody wrote. */
  private below(row: number): number {
    if (row === INITIAL || this.columns.kind[row] === WRITE) return row
    const need = this.columns.need[row]!
    return need === this.initial ? INITIAL : (this.writers.get(need) ?? row)
  }

  /** Of the operations of a chain that did happen: the one that returned first and the one called last. */
  extremes(foot: number): number[] {
    const { kind, call, ret } = this.columns
    let first = -1
    let last = -1
    for (let row = this.lo; row < this.hi; row++) {
      const happened = kind[row] === READ || (kind[row] !== NOT && ret[row] !== Infinity)
      if (!happened || this.foot(row) !== foot) continue
      if (first < 0 || ret[row]! < ret[first]!) first = row
      if (last < 0 || call[row]! > call[last]!) last = row
    }
    return first < 0 ? [] : [first, last]
  }

  /** An operation of unknown outcome proves nothing unless somebody saw its value: adds somebody who did. */
  withObservers(evidence: RowEvidence): RowEvidence {
    const { columns } = this
    const rows = new Set(evidence.rows)
    const seen = new Set<number>()
    for (const row of rows) if (columns.kind[row] !== NOT) seen.add(columns.need[row]!)
    let observers: ReadonlyMap<number, number> | null = null
    for (const row of rows) {
      const value = columns.next[row]!
      if (columns.ret[row] !== Infinity || seen.has(value)) continue
      observers ??= this.observers()
      const observer = observers.get(value)
      if (observer === undefined) continue
      rows.add(observer) // the set is being walked: an unknown observer gets its own
      seen.add(value)
    }
    return { rows: [...rows].sort((a, b) => columns.call[a]! - columns.call[b]! || a - b), asWrites: evidence.asWrites }
  }

  /** For each value a row that saw it, if possible one that is known to have happened. */
  private observers(): Map<number, number> {
    const { need, kind, ret } = this.columns
    const observers = new Map<number, number>()
    for (let row = this.lo; row < this.hi; row++) {
      if (kind[row] === NOT) continue
      const known = observers.get(need[row]!)
      if (known === undefined || (ret[known] === Infinity && ret[row] !== Infinity)) observers.set(need[row]!, row)
    }
    return observers
  }
}

/**
 * Adds the writes under the picked rows. The way down a chain ends where the ways of all its picked rows have met: a swap
 * there counts as a write, because what it replaced does not matter to them. A chain on the initial value is kept to
 * its foot, because that value was there before everything.
 */
function withWriters(columns: RegisterColumns, chains: Chains, picked: readonly number[]): RowEvidence {
  const paths = picked.map((row) => ({ way: chains.down(row), foot: chains.foot(row) }))
  const rows = new Set<number>()
  const asWrites = new Set<number>()
  for (const { way, foot } of paths) {
    const together = paths.filter((other) => other.foot === foot)
    for (const row of way) {
      if (row === INITIAL) break
      rows.add(row)
      if (picked.length === 1 || foot === INITIAL || columns.kind[row] === READ) continue
      if (!together.every((other) => other.way.has(row))) continue
      if (columns.kind[row] === CAS) asWrites.add(row)
      break
    }
  }
  return { rows: [...rows], asWrites }
}
