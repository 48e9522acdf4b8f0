import type { Operation } from './event.ts'

/**
 * Is there an order of the operations that keeps real time and explains every answer? Tries them all: failed operations
 * never happened, unknown ones happened at any time after their call or never.
 *
 * @param step the state after an operation, or `undefined` when it cannot have answered so
 */
export function someOrder<S>(operations: readonly Operation[], initial: S, step: (state: S, operation: Operation) => S | undefined): boolean {
  const search = (left: readonly Operation[], state: S): boolean => {
    if (left.every(({ type }) => type === 'info')) return true
    const earliest = Math.min(...left.map(({ ret }) => ret))
    return left.some((one) => {
      // Equal times are concurrent.
      if (one.call > earliest) return false
      const next = step(state, one)
      return next !== undefined && search(left.filter((other) => other !== one), next)
    })
  }
  return search(operations.filter(({ type }) => type !== 'fail'), initial)
}
