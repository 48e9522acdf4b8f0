import type { Json } from '../../core/json.ts'
import type { Result, StoredOperation } from '../result.ts'

/** Characters of an answer that the page carries along. The read of a whole ledger can be a hundred times as long. */
export const LONGEST_ANSWER = 2000

/** JSON for a script element: no `<` is left that could end the element or open a comment. */
export function embedJson(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c')
}

/** The result without what would make the page too heavy; result.json and the histories have it all. */
export function withoutLongAnswers(result: Result): Result {
  const runs = result.runs.map((run) =>
    run.witness === null ? run : { ...run, witness: { ...run.witness, operations: run.witness.operations.map(cutAnswer) } },
  )
  return { ...result, runs }
}

function cutAnswer(operation: StoredOperation): StoredOperation {
  if (operation.result === undefined) return operation
  const length = JSON.stringify(operation.result).length
  const cut: Json = `cut: ${length} characters`
  return length <= LONGEST_ANSWER ? operation : { ...operation, result: cut }
}
