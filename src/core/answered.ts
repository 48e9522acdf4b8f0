import type { Operation } from './event.ts'

/**
 * Failures that are answers: the store was asked, decided, and said that the condition of the operation did not
 * hold. They count as `ok` for availability, and stay visible among the errors.
 */
const ANSWERS: ReadonlySet<string> = new Set(['insufficient-funds', 'cas-mismatch', 'not-applied'])

/** Did the store answer this request in substance? An error, a refusal and silence until the deadline are no answers. */
export function answered(operation: Pick<Operation, 'type' | 'error'>): boolean {
  return operation.type === 'ok' || (operation.type === 'fail' && ANSWERS.has(operation.error?.code ?? ''))
}
