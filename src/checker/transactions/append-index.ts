import { APPEND, type TxnColumns } from './columns.ts'

/** Finds the micro-operation that appended an element to a key. */
export interface AppendIndex {
  /** -1 when nobody asked for it. */
  find(key: number, element: number): number
  /** Pairs of micro-operations that append the same element to the same key, the later one second. */
  readonly twice: readonly (readonly [number, number])[]
}

/** Open addressing over the columns themselves: four bytes a slot, no keys copied. */
export function appendIndex(history: TxnColumns): AppendIndex {
  const { kind, key, value } = history
  let appends = 0
  for (let op = 0; op < kind.length; op++) if (kind[op] === APPEND) appends++
  const bits = Math.max(4, 32 - Math.clz32(2 * appends))
  const mask = 2 ** bits - 1
  /** Micro-operation plus one; 0 is empty. */
  const slots = new Int32Array(2 ** bits)
  const twice: [number, number][] = []
  for (let op = 0; op < kind.length; op++) {
    if (kind[op] !== APPEND) continue
    let at = hash(key[op]!, value[op]!) >>> (32 - bits)
    while (slots[at] !== 0 && !same(slots[at]! - 1, op)) at = (at + 1) & mask
    if (slots[at] === 0) slots[at] = op + 1
    else twice.push([slots[at]! - 1, op])
  }
  return {
    twice,
    find(ofKey, element) {
      let at = hash(ofKey, element) >>> (32 - bits)
      for (; slots[at] !== 0; at = (at + 1) & mask) {
        const op = slots[at]! - 1
        if (value[op] === element && key[op] === ofKey) return op
      }
      return -1
    },
  }

  function same(a: number, b: number): boolean {
    return value[a] === value[b] && key[a] === key[b]
  }
}

/** Mixes both numbers over all bits (multiplication by odd constants of high entropy, Knuth vol. 3, 6.4). */
function hash(key: number, element: number): number {
  const mixed = Math.imul(key, 0x9e3779b1) ^ Math.imul(element, 0x85ebca6b)
  return Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
}
