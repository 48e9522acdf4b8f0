import { bankReadsOf, transfersOf } from '../checker/bank-history.ts'
import { staleAccounts } from '../checker/bank-stale.ts'
import { finalRounds } from '../checker/final-rounds.ts'
import { registerReadAges } from '../checker/staleness.ts'
import type { Operation } from '../core/event.ts'
import { faultOf } from '../core/fault.ts'
import type { JudgedLane, JudgedTrial } from '../report/build-result.ts'
import type { AgedRead, Recorded } from '../report/html/recorded.ts'
import { runId } from '../report/result.ts'

/** What the HTML report draws beside the result, by run id. */
export function recordedByRun(trials: readonly JudgedTrial[]): ReadonlyMap<string, Recorded> {
  return new Map(
    trials.flatMap(({ folder, trial, lanes }) =>
      lanes.map((judged) => [runId(folder, judged.lane.workload), { ...drawn(judged), fault: faultOf(trial), views: trial.views }] as const),
    ),
  )
}

function drawn(judged: JudgedLane): Omit<Recorded, 'fault' | 'views'> {
  const { operations } = judged.judgement
  return { operations, ages: readAges(judged), finalRounds: finalRounds(operations) }
}

/** The age of an answer is known where a check of the lane measures it: registers, and banks whose reads carry versions. */
function readAges({ judgement: { checks, operations } }: JudgedLane): AgedRead[] | null {
  if (checks.some(({ check }) => check === 'register staleness')) {
    return registerReadAges(operations).map(({ read, age }) => agedRead(read, age))
  }
  if (checks.some(({ check, details }) => check === 'bank stale reads' && details['applicable'] === true)) return bankReadAges(operations)
  return null
}

/** The age of a read of the whole bank is that of its oldest account. */
function bankReadAges(operations: readonly Operation[]): AgedRead[] {
  const reads = bankReadsOf(operations)
  const ages = new Map(reads.map(({ operation }) => [operation, 0]))
  const acknowledged = transfersOf(operations).filter(({ operation }) => operation.type === 'ok')
  for (const { read, age } of staleAccounts(acknowledged, reads)) ages.set(read, Math.max(age, ages.get(read) ?? 0))
  return [...ages].map(([read, age]) => agedRead(read, age))
}

function agedRead({ home, call }: Operation, age: number): AgedRead {
  return { home, time: call, age }
}
