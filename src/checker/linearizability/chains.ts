import { CAS, NOT, READ, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/** Stands for the initial value at the foot of a chain: as a row, it was called and had returned before everything. */
export const INITIAL = -1
const NONE = -2

/**
 * The chains of one key of unique values, read off its rows anew: for evidence only, once a violation is known. A link is
 * the row that wrote a value, or `INITIAL`. Only what certainly happened counts: known operations and what they rest on.
 */
export class Chains {
  private readonly columns: RegisterColumns
  private readonly lo: number
  private readonly hi: number
  private readonly initial: number
  private readonly writers = new Map<number, number>()
  private readonly happened: Uint8Array
  /** For each link (the last entry: `INITIAL`): its swap to another value, its first return, its last call. */
  private readonly above: Int32Array
  private readonly firsts: Int32Array
  private readonly lasts: Int32Array

  constructor(columns: RegisterColumns, key: number) {
    this.columns = columns
    this.lo = columns.start[key]!
    this.hi = columns.start[key + 1]!
    this.initial = columns.initial[key]!
    const size = this.hi - this.lo
    this.happened = new Uint8Array(size)
    this.above = new Int32Array(size + 1).fill(NONE)
    this.firsts = new Int32Array(size + 1).fill(NONE)
    this.lasts = new Int32Array(size + 1).fill(NONE)
    for (let row = this.lo; row < this.hi; row++) if (columns.next[row]! >= 0) this.writers.set(columns.next[row]!, row)
    for (let row = this.lo; row < this.hi; row++) if (columns.ret[row] !== Infinity && columns.kind[row] !== NOT) this.mark(row)
    this.firsts[size] = INITIAL
    this.lasts[size] = INITIAL
    for (let row = this.lo; row < this.hi; row++) if (this.happened[row - this.lo] === 1) this.addToLink(row)
  }

  /** The row that wrote what this one read or replaced, perhaps `INITIAL`; null when it needs nothing, or what nobody wrote. */
  below(row: number): number | null {
    if (row === INITIAL || this.columns.kind[row] === WRITE) return null
    const need = this.columns.need[row]!
    return need === this.initial ? INITIAL : (this.writers.get(need) ?? null)
  }

  /** The whole chain that a row is part of, from its foot up. A ring of swaps has no foot: it begins with any of its links. */
  chainOf(row: number): { readonly links: readonly number[]; readonly ring: boolean } {
    const start = this.linkOf(row)
    let foot = start
    for (let at = this.below(foot); at !== null; at = this.below(at)) {
      foot = at
      if (at === start) break
    }
    const links = [foot]
    let next = this.above[this.place(foot)]!
    for (; next !== NONE && next !== foot; next = this.above[this.place(next)]!) links.push(next)
    return { links, ring: next === foot }
  }

  /** Of a link's write and reads, the row that returned first. */
  first(link: number): number {
    return this.firsts[this.place(link)]!
  }

  /** Of a link's write and reads, the row called last. */
  last(link: number): number {
    return this.lasts[this.place(link)]!
  }

  call(row: number): number {
    return row === INITIAL ? -Infinity : this.columns.call[row]!
  }

  ret(row: number): number {
    return row === INITIAL ? -Infinity : this.columns.ret[row]!
  }

  /** For each value a row that saw it and happened, if possible one whose outcome is known. */
  observers(): Map<number, number> {
    const { need, ret } = this.columns
    const observers = new Map<number, number>()
    for (let row = this.lo; row < this.hi; row++) {
      if (this.happened[row - this.lo] === 0) continue
      const known = observers.get(need[row]!)
      if (known === undefined || (ret[known] === Infinity && ret[row] !== Infinity)) observers.set(need[row]!, row)
    }
    return observers
  }

  private mark(row: number): void {
    for (let at: number | null = row; at !== null && at !== INITIAL && this.happened[at - this.lo] === 0; at = this.below(at)) this.happened[at - this.lo] = 1
  }

  private addToLink(row: number): void {
    const { kind } = this.columns
    const below = this.below(row)
    if (kind[row] === CAS && below !== null) this.above[this.place(below)] = row
    if (kind[row] === READ && below === null) return
    const place = this.place(this.linkOf(row))
    if (this.firsts[place] === NONE || this.ret(row) < this.ret(this.firsts[place]!)) this.firsts[place] = row
    if (this.lasts[place] === NONE || this.call(row) > this.call(this.lasts[place]!)) this.lasts[place] = row
  }

  private linkOf(row: number): number {
    return this.columns.kind[row] === READ ? (this.below(row) ?? row) : row
  }

  private place(link: number): number {
    return link === INITIAL ? this.hi - this.lo : link - this.lo
  }
}
