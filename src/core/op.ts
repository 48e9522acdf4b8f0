import type { Json } from './json.ts'

/**
 * What an operation does to the store, the rows of the availability matrix.
 * `transaction` is a write of several objects in one step.
 */
export type Effect = 'read' | 'write' | 'transaction'

/** An operation before it is sent: `f` is the function's name in Jepsen's sense (read, write, cas, transfer, like). */
export interface Op {
  readonly f: string
  /** The object the operation is about, where there is one: register key, post. */
  readonly key?: string
  /** The argument: `null` for a read, the value of a write, `[from, to]` of a cas. */
  readonly value: Json
}

/** Why an operation did not end `ok`. `code` comes from the store's error table, or is ours (`deadline`, `not-leader`). */
export interface OpError {
  readonly code: string
  readonly message: string
}

/**
 * How an operation ended.
 * - `ok`: acknowledged; `value` is the answer.
 * - `fail`: it definitely did not happen (a read that brought no answer is also `fail`).
 * - `info`: unknown; it may have happened, or may still happen later.
 */
export type Completion =
  | { readonly type: 'ok'; readonly value: Json; readonly note?: string }
  | { readonly type: 'fail'; readonly error: OpError; readonly value?: Json }
  | { readonly type: 'info'; readonly error: OpError }
