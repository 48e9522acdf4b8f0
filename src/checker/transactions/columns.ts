import type { Json } from '../../core/json.ts'

/** Kinds of micro-operation. */
export const APPEND = 0
export const READ = 1
/** A read without an answer: of a transaction that failed or whose outcome is unknown. */
export const UNANSWERED = 2

/** Outcomes of a transaction. */
export const OK = 0
export const FAIL = 1
export const INFO = 2

/**
 * A history of list-append transactions in columns, so that a million of them need no million objects: one row a
 * transaction, in order of invocation, and one row a micro-operation, in the order of its transaction.
 */
export interface TxnColumns {
  readonly count: number
  /** `OK`, `FAIL` (it did not happen) or `INFO` (nobody knows). */
  readonly type: Uint8Array
  readonly process: Int32Array
  /** Ascending. */
  readonly call: Float64Array
  /** `Infinity` for unknown outcomes. */
  readonly ret: Float64Array
  /** Position of the row's operation in what was handed in. */
  readonly source: Int32Array
  /** Micro-operations of transaction `t` are `first[t]` to `first[t + 1]`, the latter excluded. */
  readonly first: Int32Array
  /** `APPEND`, `READ` or `UNANSWERED`. */
  readonly kind: Uint8Array
  readonly key: Int32Array
  /** APPEND: the element; READ: where its list begins in `lists`. */
  readonly value: Int32Array
  /** READ: how long its list is; else 0. */
  readonly length: Int32Array
  /** The lists that were read, one after the other. */
  readonly lists: Int32Array
  readonly keys: number
  /** Names of keys; a key beyond the end is called by its number. */
  readonly keyNames: readonly string[]
  /** Elements that are no small whole numbers: element `-1 - i` stands for `elementNames[i]`. */
  readonly elementNames: readonly Json[]
}

/** How a key is called in sentences. */
export function keyName(history: TxnColumns, key: number): string {
  return history.keyNames[key] ?? String(key)
}

/** How an element is written in sentences. */
export function elementName(history: TxnColumns, element: number): string {
  return element >= 0 ? String(element) : JSON.stringify(history.elementNames[-1 - element] ?? null)
}

/** The list that a read brought. Every micro-operation of kind `READ` has one, be it empty. */
export function listOf(history: TxnColumns, read: number): Int32Array {
  const from = history.value[read]!
  return history.lists.subarray(from, from + history.length[read]!)
}

/** The transaction of every micro-operation. */
export function owners(history: TxnColumns): Int32Array {
  const owner = new Int32Array(history.kind.length)
  for (let t = 0, op = 0; t < history.count; t++) {
    for (const end = history.first[t + 1]!; op < end; op++) owner[op] = t
  }
  return owner
}
