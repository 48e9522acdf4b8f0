import type { Operation } from '../core/event.ts'

/**
 * A sequential object in the fewest words: what one operation does to a state, or `undefined` when it cannot have
 * had the outcome that it had.
 */
export interface Sequential<S> {
  readonly initial: S
  step(state: S, operation: Operation): S | undefined
}

/** More operations than this are never handed to the exhaustive search. */
const MOST = 8

/**
 * The second, independent routine behind every witness: tries every order of the few operations that real time
 * allows, and says whether none of them explains the answers. Failed operations did not happen and are left out
 * by the caller; unknown ones may be placed anywhere after their call, or nowhere.
 */
export function contradicts<S>(operations: readonly Operation[], model: Sequential<S>): boolean {
  if (operations.length > MOST) return false
  return !explainable(model.initial, operations, model)
}

function explainable<S>(state: S, open: readonly Operation[], model: Sequential<S>): boolean {
  if (open.every((operation) => operation.type === 'info')) return true
  // An operation may come first unless another one had returned before it was called.
  const earliestReturn = Math.min(...open.map((operation) => operation.ret))
  return open.some((operation) => {
    if (operation.call > earliestReturn) return false
    const next = model.step(state, operation)
    return next !== undefined && explainable(next, open.filter((other) => other !== operation), model)
  })
}
