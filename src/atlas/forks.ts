import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'

/** Two atomic reads of several objects, each of which shows a change that the other lacks. */
export interface Fork {
  readonly one: Operation
  readonly other: Operation
}

/**
 * Looks for long forks among answered reads that bring `{ versions }` of their objects: versions count up, so of two reads of
 * one history one shows at least every version of the other. Where that holds for all neighbours in the order of what they
 * show in sum, it holds for all of them; so each neighbour that does not fit is a fork, and none means there is no fork.
 */
export function findForks(operations: readonly Operation[]): Fork[] {
  const reads = operations.flatMap((operation) => {
    const versions = operation.f === 'read' && operation.type === 'ok' ? versionsOf(operation.result) : null
    return versions === null ? [] : [{ operation, versions, sum: Object.values(versions).reduce((sum, version) => sum + version, 0) }]
  })
  const inOrder = reads.toSorted((a, b) => a.sum - b.sum)
  return inOrder.slice(1).flatMap(({ operation, versions }, index) => {
    const before = inOrder[index]!
    const lacks = Object.entries(before.versions).some(([object, version]) => version > (versions[object] ?? -Infinity))
    return lacks ? [{ one: before.operation, other: operation }] : []
  })
}

function versionsOf(result: Json | undefined): { readonly [object: string]: number } | null {
  const versions = (result as { readonly versions?: Json } | null | undefined)?.versions
  return typeof versions === 'object' && versions !== null ? (versions as { readonly [object: string]: number }) : null
}
