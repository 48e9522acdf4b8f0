import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'

/**
 * What `step` returns when the answer of an operation cannot have come from the state. A registered symbol, so that a
 * model in a file of its own needs no import: `Symbol.for('capcheck.impossible')`.
 */
export const IMPOSSIBLE: unique symbol = Symbol.for('capcheck.impossible')

/**
 * What an operation contributes to a history.
 * - `none`: it says nothing and changed nothing (a refused write, a read without answer); it is left out;
 * - `read`: it never changes the state, whatever the state is;
 * - `change`: it may change the state.
 */
export type Role = 'none' | 'read' | 'change'

/**
 * The sequential behaviour of one object, as a small record of functions. `step` and `role` are all a checker needs.
 * Of an operation they may look at `f`, `value`, `result`, `type`, `key` and `process`: operations that are alike in these do the same.
 *
 * @example A counter that answers the new total:
 * ```ts
 * const counter: Model = {
 *   name: 'counter',
 *   initial: 0,
 *   role: (op) => (op.type === 'fail' ? 'none' : op.f === 'read' ? 'read' : 'change'),
 *   step: (total, op) => {
 *     const next = Number(total) + (op.f === 'read' ? 0 : Number(op.value))
 *     return op.result === undefined || op.result === next ? next : IMPOSSIBLE
 *   },
 * }
 * ```
 */
export interface Model {
  readonly name: string
  /** State before the first operation: one for all objects, see `initialOf` for one each. */
  readonly initial: Json
  /** State before the first operation of one object. Default: `initial`. */
  readonly initialOf?: (key: string) => Json
  readonly role: (operation: Operation) => Role
  /** The state after the operation took effect in `state`, or `IMPOSSIBLE`. An `info` operation has no answer to check. */
  readonly step: (state: Json, operation: Operation) => Json | typeof IMPOSSIBLE
  /** The object an operation is about; objects are checked apart (P-compositionality). Default: `operation.key`. */
  readonly object?: (operation: Operation) => string
  /**
   * A promise that nothing depends on `process`. Operations of several processes that are alike otherwise are then tried only
   * once, which saves the search much. Default: false, as in a lock, which only its holder can release.
   */
  readonly anonymous?: boolean
  /** Only for registers: says what the operation does, and opens the fast algorithms. `null` for role `none`. */
  readonly register?: (operation: Operation) => RegisterStep | null
  /** Optional help for the search; leaving it out costs time only. */
  readonly foresee?: (operations: readonly Operation[]) => Foresight
}

/** What can be told about open reads of one object, from all its operations. */
export interface Foresight {
  /**
   * Can the answer of an open read still come about? `never`; only once something has `renewed` the state, so that nothing of it
   * is left; or `perhaps` from what is there.
   */
  readonly answer: (state: Json, read: Operation) => 'never' | 'renewed' | 'perhaps'
  /**
   * Stands for every state from which no open read can be answered before it is renewed. `step` must keep it
   * as it is until then, and must find reads impossible in it.
   */
  readonly unseen: Json
}

/** All that a register can be asked, in four shapes. */
export type RegisterStep =
  | { readonly kind: 'read'; readonly value: Json }
  | { readonly kind: 'write'; readonly value: Json }
  | { readonly kind: 'cas'; readonly from: Json; readonly to: Json }
  /** A failed compare-and-set whose only message is that the register held something else. */
  | { readonly kind: 'not'; readonly value: Json }

/** The object of an operation under a model. */
export function objectOf(model: Model, operation: Operation): string {
  return model.object ? model.object(operation) : (operation.key ?? '')
}

/** The first state of an object under a model. */
export function initialOf(model: Model, key: string): Json {
  return model.initialOf ? model.initialOf(key) : model.initial
}

/** A name of a JSON value: equal values, equal names. Numbers and strings never share one. */
export function identity(value: Json): string | number {
  return typeof value === 'number' ? value : JSON.stringify(value)
}
