import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import type { LaneJudgement } from '../verdict/verdict.ts'

/** A trial after its checks: all that a finding is judged by. */
export interface ObservedTrial {
  readonly folder: string
  readonly trial: TrialRecord
  readonly lanes: readonly { readonly lane: LaneInfo; readonly judgement: LaneJudgement }[]
}

/** The lane that an expectation or a need is about; undefined when the trial had none of that workload. */
export function laneOf({ lanes }: ObservedTrial, workload = 'register'): ObservedTrial['lanes'][number] | undefined {
  return lanes.find(({ lane }) => lane.workload === workload)
}
