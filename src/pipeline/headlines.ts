import { faultOf } from '../core/fault.ts'
import type { LaneInfo } from '../core/trial.ts'
import { laneTitle, type JudgedTrial } from '../report/build-result.ts'
import type { ResultHeadline } from '../report/result.ts'
import { headline } from '../verdict/headline.ts'
import type { Label } from '../verdict/verdict.ts'

interface Row {
  readonly judged: JudgedTrial
  readonly lane: LaneInfo
  readonly label: Label
}

/** One word for each configuration under each workload, over all of its trials. Those that were no partition have none. */
export function headlinesOf(trials: readonly JudgedTrial[]): ResultHeadline[] {
  const rows = trials.flatMap((judged) => judged.lanes.map(({ lane, judgement }): Row => ({ judged, lane, label: judgement.verdict.label })))
  const groups = Map.groupBy(rows, ({ judged: { trial }, lane }) => JSON.stringify([trial.store, trial.config, lane.workload]))
  return [...groups.values()].flatMap((group) => {
    const found = headline(group.map(({ judged: { trial }, label }) => ({ shape: trial.shape, label, partition: faultOf(trial).noPartition === null })))
    return found === null ? [] : [{ ...subject(group[0]!), ...found }]
  })
}

function subject({ judged: { trial, storeTitle }, lane }: Row) {
  const { store, config, textbook } = trial
  return { store, storeTitle, config, profile: laneTitle(lane), profileId: lane.profileId, workload: lane.workload, textbook }
}
