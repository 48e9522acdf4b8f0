import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'

/** The last answer that each home got to one question after the heal. */
export interface FinalRead {
  readonly f: string
  readonly key: string | undefined
  /** One operation a home, in order of homes. */
  readonly answers: readonly Operation[]
}

/**
 * Final reads: what is asked in phase `after`, repeated there until stable. Only the last answered one of each home
 * is kept, since only that one can claim to be final. `f` limits the search to one function.
 */
export function finalReads(operations: readonly Operation[], f?: string): FinalRead[] {
  const questions = new Map<string, { f: string; key: string | undefined; last: Map<NodeId, Operation> }>()
  for (const operation of operations) {
    if (operation.phase !== 'after' || operation.type !== 'ok' || operation.value !== null) continue
    if (f !== undefined && operation.f !== f) continue
    const name = JSON.stringify([operation.f, operation.key ?? null])
    const question = questions.get(name) ?? { f: operation.f, key: operation.key, last: new Map<NodeId, Operation>() }
    questions.set(name, question)
    const known = question.last.get(operation.home)
    if (known === undefined || operation.call >= known.call) question.last.set(operation.home, operation)
  }
  return [...questions.values()].map(({ f: name, key, last }) => ({
    f: name,
    key,
    answers: [...last.values()].sort((a, b) => (a.home < b.home ? -1 : 1)),
  }))
}
