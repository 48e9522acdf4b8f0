import type { Operation } from '../../core/event.ts'
import { describe } from '../describe.ts'
import type { Violation } from '../linearizability/result.ts'

/** Operations told one by one. */
const MOST = 12

/** The operations of a violation one by one, for models whose rules nobody can put into words here. */
export function explainPlainly({ operations, whateverBefore, key }: Violation): string[] {
  const rest = operations.length - MOST
  return [
    ...(whateverBefore ? [`Whatever ${key === '' ? 'the object' : key} held before:`] : []),
    ...operations.slice(0, MOST).map(tell),
    ...(rest > 0 ? [`… and ${rest} more.`] : []),
    operations.length === 1
      ? 'Nothing that came before explains this answer.'
      : `No single order of these ${operations.length} operations explains all answers and keeps what ended before what began later.`,
  ]
}

/** An operation in one line, with its answer when it had both an argument and an answer. */
export function tell(operation: Operation): string {
  const { type, value, result } = operation
  const both = type !== 'info' && value !== null && result !== undefined && JSON.stringify(result) !== JSON.stringify(value)
  return both ? `${describe(operation)}: ${JSON.stringify(result).slice(0, 120)}` : describe(operation)
}
