import { Chains, INITIAL } from './chains.ts'
import { closestBetween, closestWithin } from './closest.ts'
import type { Stretch } from './closest.ts'
import { CAS, NOT } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/** Rows that contradict each other on their own, whatever else happened. */
export interface RowEvidence {
  /** In order of call. */
  readonly rows: readonly number[]
  /** Swaps that count as plain writes here: where their own expected value came from is left out. */
  readonly asWrites: ReadonlySet<number>
}

/**
 * From the rows at which `UniqueValues` broke to few rows that contradict by themselves: the closest two of one chain, with
 * the swaps that tie them together, or short stretches of two chains. The lowest swap of a stretch counts as a write,
 * because what it replaced does not matter to the others. Leaving out everything else is sound: a linearization of the
 * whole stays one without it, as long as every value that is used is still written.
 */
export function chainEvidence(columns: RegisterColumns, key: number, broken: readonly number[]): RowEvidence {
  const chains = new Chains(columns, key)
  const asWrites = new Set<number>()
  const rows = new Set<number>()
  const addLinks = (links: readonly number[]): void => {
    for (const link of links) if (link !== INITIAL) rows.add(link)
    const [lowest] = links
    if (lowest !== undefined && lowest !== INITIAL && columns.kind[lowest] === CAS) asWrites.add(lowest)
  }
  const stretches = contradiction(columns, chains, broken)
  for (const { links } of stretches ?? []) addLinks(links)
  for (const row of stretches?.flatMap(({ early, late }) => [early, late]) ?? broken) if (row !== INITIAL) rows.add(row)
  if (stretches === null && broken.length === 1) addRing(chains, broken[0]!, rows)
  if (stretches === null && broken.length === 2) addLinks([chains.below(broken[0]!) ?? INITIAL])
  return withObservers(columns, chains, rows, asWrites)
}

/** The stretches that contradict; null when the broken rows do so without any order of time. */
function contradiction(columns: RegisterColumns, chains: Chains, broken: readonly number[]): readonly Stretch[] | null {
  const [y, x] = broken
  const swaps = broken.every((row) => columns.kind[row] === CAS)
  if (x !== undefined && swaps && columns.need[y!] === columns.need[x]) return null // both replaced the same value
  const first = chains.chainOf(y!)
  const second = x === undefined ? first : chains.chainOf(x)
  if (first.links[0] !== second.links[0]) return closestBetween(chains, first.links, second.links)
  const within = x !== undefined || first.ring ? closestWithin(chains, first.links, first.ring) : null
  return within && [within]
}

/** A ring of swaps all of which overlapped: nobody can have been first. */
function addRing(chains: Chains, row: number, rows: Set<number>): void {
  const { links, ring } = chains.chainOf(row)
  if (ring) for (const link of links) rows.add(link)
}

/** An operation of unknown outcome proves nothing unless somebody saw its value: adds somebody who did. */
function withObservers(columns: RegisterColumns, chains: Chains, rows: Set<number>, asWrites: ReadonlySet<number>): RowEvidence {
  const { kind, need, next, ret, call } = columns
  const seen = new Set<number>()
  for (const row of rows) if (kind[row] !== NOT && !asWrites.has(row)) seen.add(need[row]!)
  let observers: ReadonlyMap<number, number> | null = null
  for (const row of rows) {
    const value = next[row]!
    if (ret[row] !== Infinity || seen.has(value)) continue
    observers ??= chains.observers()
    const observer = observers.get(value)
    if (observer === undefined) continue
    rows.add(observer) // the set is being walked: an unknown observer gets its own
    seen.add(value)
  }
  return { rows: [...rows].sort((a, b) => call[a]! - call[b]! || a - b), asWrites }
}
