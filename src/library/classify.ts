import { usageError } from '../core/errors.ts'
import type { HistoryEvent } from '../core/event.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { Check, Witness } from '../core/workload.ts'
import { eventFault, placeFault } from '../history/event-shape.ts'
import { pairEvents } from '../history/pairing.ts'
import { BUDGET_MS } from '../pipeline/check-run.ts'
import { finishRun } from '../pipeline/finish-run.ts'
import { checkTrialRecord } from '../pipeline/trial-file.ts'
import type { Run } from '../report/result.ts'
import { judgeTrial } from '../verdict/judge.ts'
import { WORKLOADS } from '../../workloads/index.ts'

/** What was observed of one trial, by capcheck or by a harness of your own. */
export interface Observations {
  /** The cut, its link probes, the nodes' own views, pins, phases and lanes: the content of a trial.json. */
  readonly trial: TrialRecord
  /** The events of every lane of the trial, by the lane's workload. */
  readonly histories: { readonly [workload: string]: readonly HistoryEvent[] }
  /** Checks of workloads that are not capcheck's own, by name. */
  readonly checks?: { readonly [workload: string]: readonly Check[] }
}

/** One workload on one configuration under one cut, with its verdict. */
export interface Classification {
  readonly store: string
  /** Catalogue id and title of the configuration. */
  readonly config: string
  /** Catalogue id of what this workload earns under it. */
  readonly profileId: string
  readonly workload: string
  readonly shape: string
  /** The label, its reason, and the preconditions without which there is none. */
  readonly verdict: Run['verdict']
  /** Why the operations of the witness contradict each other, and whether a second routine agrees; null when nothing contradicts. */
  readonly witness: Pick<Witness, 'explanation' | 'confirmed'> | null
}

/**
 * Gives verdicts on what was observed: nothing is started, no stored verdict is believed, the same observations always get
 * the same answer.
 *
 * A history alone earns no letter. Whether the cut was real, the nodes alive and the clients pinned stands in the trial
 * record, and where the record does not show it, the verdict is `inconclusive` and its preconditions say what is missing.
 *
 * @param source a run folder, or observations
 * @throws CapcheckError (`exitCode` 64) naming what cannot be read, or the first field or event that is not as it must be
 */
export async function classify(source: string | Observations): Promise<Classification[]> {
  if (typeof source !== 'string') return classifyTrial(source)
  const { result } = await finishRun(source)
  return result.runs.map(classification)
}

function classifyTrial({ trial, histories, checks = {} }: Observations): Classification[] {
  checkTrialRecord(trial, 'the trial of the observations')
  const lanes = trial.lanes.map((lane) => ({
    lane,
    operations: pairEvents(eventsOf(lane.workload, histories), `the history of ${lane.workload}`),
    checks: checks[lane.workload] ?? builtInChecks(lane.workload),
  }))
  return judgeTrial(trial, lanes, BUDGET_MS).map(({ verdict, witness }, index) => {
    const { workload, profileId } = trial.lanes[index]!
    return classification({ store: trial.store, config: trial.config, profileId, workload, shape: trial.shape, verdict, witness })
  })
}

/** Of a run, or of what was judged, the fields that stand for both. */
function classification({ store, config, profileId, workload, shape, verdict, witness }: Classification): Classification {
  return {
    ...{ store, config, profileId, workload, shape, verdict },
    witness: witness === null ? null : { explanation: witness.explanation, confirmed: witness.confirmed },
  }
}

function eventsOf(workload: string, histories: Observations['histories']): readonly HistoryEvent[] {
  const events = histories[workload]
  if (events === undefined) throw usageError(`the observations have no history of ${workload}, which is a lane of the trial; there are: ${Object.keys(histories).join(', ')}`)
  for (const [index, event] of events.entries()) {
    const fault = eventFault(event) ?? placeFault(event)
    if (fault !== null) throw usageError(`event ${index + 1} of the history of ${workload}: ${fault}`)
  }
  return events
}

function builtInChecks(workload: string): readonly Check[] {
  const known = WORKLOADS.find(({ name }) => name === workload)
  if (known === undefined) throw usageError(`"${workload}" is no workload of capcheck: ${WORKLOADS.map(({ name }) => name).join(', ')}`, `Give its checks: { checks: { '${workload}': [ … ] } }.`)
  return known.checks
}
