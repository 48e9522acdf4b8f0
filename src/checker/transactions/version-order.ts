import { appendIndex, type AppendIndex } from './append-index.ts'
import { FAIL, INFO, OK, READ, listOf, owners, type TxnColumns } from './columns.ts'
import { Ints } from './grow.ts'

/** Nobody asked for the element at this position. */
export const NOBODY = -1

/**
 * What the reads of a history say about the order in which each key's elements were appended.
 *
 * A list that was read is the whole history of its key up to that moment, so the longest one orders all versions that
 * were ever seen (Elle, VLDB 2020, section 4.2: traceability). Reads that are its prefixes need no more than their
 * length; the others are kept apart in `odd`.
 */
export interface VersionOrder {
  readonly history: TxnColumns
  readonly appends: AppendIndex
  /** Transaction of every micro-operation. */
  readonly owner: Int32Array
  /** The longest list read of key `k`, a micro-operation; -1 when no acknowledged transaction read it. */
  readonly longest: Int32Array
  /** Positions of key `k` are `start[k]` to `start[k + 1]`, the latter excluded. */
  readonly start: Int32Array
  /** Transaction that appended the element at each position, or `NOBODY`. */
  readonly writer: Int32Array
  /** The append, a micro-operation, of the element at each position; -1 like `NOBODY`. */
  readonly append: Int32Array
  /** APPEND: its position within its key; -1 when it is not in the longest list. */
  readonly position: Int32Array
  /** How many positions of key `k` all reads agree on: all, unless there are odd reads or elements seen twice. */
  readonly trusted: Int32Array
  /** Keys to which one element was appended twice by request: which of the two a read saw cannot be known. */
  readonly ambiguous: Uint8Array
  /** Reads that are no prefix of the longest list of their key. */
  readonly odd: Int32Array
  /** Transactions that took effect: the acknowledged ones, and unknown ones whose appends somebody saw. */
  readonly happened: Uint8Array
}

/** Finds the order of versions of every key. Linear in the size of the history. */
export function versionOrder(history: TxnColumns): VersionOrder {
  const appends = appendIndex(history)
  const owner = owners(history)
  const longest = longestReads(history, owner)
  const start = new Int32Array(history.keys + 1)
  for (let k = 0; k < history.keys; k++) start[k + 1] = start[k]! + (longest[k]! < 0 ? 0 : history.length[longest[k]!]!)
  const ambiguous = new Uint8Array(history.keys)
  for (const [, op] of appends.twice) ambiguous[history.key[op]!] = 1
  const happened = new Uint8Array(history.count)
  for (let t = 0; t < history.count; t++) if (history.type[t] === OK) happened[t] = 1
  const trusted = new Int32Array(history.keys)
  for (let k = 0; k < history.keys; k++) trusted[k] = start[k + 1]! - start[k]!
  const order = {
    history,
    appends,
    owner,
    longest,
    start,
    writer: new Int32Array(start[history.keys]!).fill(NOBODY),
    append: new Int32Array(start[history.keys]!).fill(-1),
    position: new Int32Array(history.kind.length).fill(-1),
    trusted,
    ambiguous,
    happened,
  }
  placeElements(order)
  return { ...order, odd: oddReads(order) }
}

/**
 * The position after the version that a read saw before its own transaction's appends: own elements at the end of the
 * list are its own doing.
 */
export function externalVersion({ history, owner, start, writer }: VersionOrder, op: number): number {
  const from = start[history.key[op]!]!
  let end = from + history.length[op]!
  while (end > from && writer[end - 1] === owner[op]!) end--
  return end
}

type Draft = Omit<VersionOrder, 'odd'>

function longestReads(history: TxnColumns, owner: Int32Array): Int32Array {
  const longest = new Int32Array(history.keys).fill(-1)
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] !== READ || history.type[owner[op]!] !== OK) continue
    const k = history.key[op]!
    if (longest[k]! < 0 || history.length[op]! > history.length[longest[k]!]!) longest[k] = op
  }
  return longest
}

function placeElements({ history, appends, owner, longest, start, writer, append, position, trusted, ambiguous, happened }: Draft): void {
  for (let k = 0; k < history.keys; k++) {
    if (longest[k]! < 0 || ambiguous[k] === 1) continue
    const from = history.value[longest[k]!]!
    const length = history.length[longest[k]!]!
    for (let p = 0; p < length; p++) {
      const op = appends.find(k, history.lists[from + p]!)
      if (op < 0) continue
      writer[start[k]! + p] = owner[op]!
      append[start[k]! + p] = op
      if (position[op] === -1) position[op] = p
      else trusted[k] = Math.min(trusted[k]!, p)
      if (history.type[owner[op]!] === INFO) happened[owner[op]!] = 1
    }
  }
}

function oddReads(order: Draft): Int32Array {
  const { history, owner, longest, trusted, ambiguous, happened, appends } = order
  const { lists, value, length } = history
  const odd = new Ints(16)
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] !== READ || history.type[owner[op]!] !== OK) continue
    const k = history.key[op]!
    if (ambiguous[k] === 1 || op === longest[k]) continue
    const common = commonPrefix(lists, value[op]!, value[longest[k]!]!, length[op]!)
    if (common === length[op]) continue
    odd.push(op)
    trusted[k] = Math.min(trusted[k]!, common)
    for (const element of listOf(history, op)) {
      const append = appends.find(k, element)
      if (append >= 0 && history.type[owner[append]!] !== FAIL) happened[owner[append]!] = 1
    }
  }
  return odd.view()
}

function commonPrefix(lists: Int32Array, a: number, b: number, length: number): number {
  let i = 0
  while (i < length && lists[a + i] === lists[b + i]) i++
  return i
}
