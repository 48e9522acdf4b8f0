import { APPEND, type TxnColumns } from './columns.ts'

/** Finds the micro-operation that appended an element to a key. */
export interface AppendIndex {
  /** -1 when nobody asked for it. */
  find(key: number, element: number): number
  /** Pairs of micro-operations that append the same element to the same key, the later one second. */
  readonly twice: readonly (readonly [number, number])[]
}

/** A key whose elements lie this close together gets a table of its own; others share a hash table. */
const SLACK = 4
const LEAST = 64

/**
 * Elements of one key are mostly numbered one after the other, so a table per key finds them in one step and near each
 * other in memory. Where they are far apart (one counter for all keys) hashing takes over.
 */
export function appendIndex(history: TxnColumns): AppendIndex {
  const { kind, key, value } = history
  const { low, start, sparse } = tables(history)
  /** Micro-operation plus one; 0 is empty. */
  const table = new Int32Array(start[history.keys]!)
  const hashed = new HashTable(history, sparse)
  const twice: [number, number][] = []
  for (let op = 0; op < kind.length; op++) {
    if (kind[op] !== APPEND) continue
    const k = key[op]!
    const at = start[k]! + value[op]! - low[k]!
    const before = start[k + 1]! > start[k]! ? table[at]! - 1 : hashed.put(op)
    if (before >= 0) twice.push([before, op])
    else if (start[k + 1]! > start[k]!) table[at] = op + 1
  }
  return {
    twice,
    find(ofKey, element) {
      const [from, end] = [start[ofKey]!, start[ofKey + 1]!]
      if (end === from) return hashed.find(ofKey, element)
      const at = from + element - low[ofKey]!
      return at >= from && at < end ? table[at]! - 1 : -1
    },
  }
}

/** The stretch of elements of each key, and where its table begins; keys without a table are counted in `sparse`. */
function tables({ keys, kind, key, value }: TxnColumns): { readonly low: Int32Array; readonly start: Int32Array; readonly sparse: number } {
  const low = new Int32Array(keys).fill(0x7fff_ffff)
  const high = new Int32Array(keys).fill(-0x8000_0000)
  const count = new Int32Array(keys)
  for (let op = 0; op < kind.length; op++) {
    if (kind[op] !== APPEND) continue
    const k = key[op]!
    count[k]!++
    if (value[op]! < low[k]!) low[k] = value[op]!
    if (value[op]! > high[k]!) high[k] = value[op]!
  }
  const start = new Int32Array(keys + 1)
  let sparse = 0
  for (let k = 0; k < keys; k++) {
    const range = high[k]! - low[k]! + 1
    const dense = count[k]! > 0 && range <= SLACK * count[k]! + LEAST
    if (!dense) sparse += count[k]!
    start[k + 1] = start[k]! + (dense ? range : 0)
  }
  return { low, start, sparse }
}

/** Open addressing over the columns themselves: four bytes a slot, no keys copied. */
class HashTable {
  private readonly history: TxnColumns
  private readonly slots: Int32Array
  private readonly shift: number

  constructor(history: TxnColumns, entries: number) {
    const bits = Math.max(4, 32 - Math.clz32(2 * entries))
    this.history = history
    this.slots = new Int32Array(2 ** bits)
    this.shift = 32 - bits
  }

  /** Adds an append; returns the one that was there before it, or -1. */
  put(op: number): number {
    const at = this.place(this.history.key[op]!, this.history.value[op]!)
    const before = this.slots[at]! - 1
    if (before < 0) this.slots[at] = op + 1
    return before
  }

  find(key: number, element: number): number {
    return this.slots[this.place(key, element)]! - 1
  }

  /** The slot of an element, or the empty one where it belongs. */
  private place(key: number, element: number): number {
    const { slots, history } = this
    let at = hash(key, element) >>> this.shift
    for (; slots[at] !== 0; at = (at + 1) & (slots.length - 1)) {
      const op = slots[at]! - 1
      if (history.value[op] === element && history.key[op] === key) break
    }
    return at
  }
}

/** Mixes both numbers over all bits (multiplication by odd constants of high entropy, Knuth vol. 3, 6.4). */
function hash(key: number, element: number): number {
  const mixed = Math.imul(key, 0x9e3779b1) ^ Math.imul(element, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
}
