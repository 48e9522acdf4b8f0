import { toMs } from '../checker/time.ts'
import type { Operation } from '../core/event.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { UnboundedOutcome } from './verdict.ts'

/** What came of the writes that waited without a deadline, in the order in which they were sent. */
export function unboundedOutcomes(trial: TrialRecord, operations: readonly Operation[]): UnboundedOutcome[] {
  const heal = trial.phases.heal ?? Infinity
  return operations
    .filter(({ unbounded }) => unbounded === true)
    .map(({ side, home, node, type, call, end, error }) => {
      // A process that was killed leaves no completion at all: nobody knows of an answer.
      const answered = type === 'ok' || (error !== undefined && error.code !== 'no-answer')
      return {
        ...{ side, home, node, type },
        afterMs: answered ? toMs(end - call) : null,
        beforeHeal: answered && end <= heal,
        code: error?.code ?? null,
      }
    })
}
