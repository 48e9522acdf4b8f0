import type { Json } from '../core/json.ts'
import type { FaultRecord, LaneInfo, TrialRecord } from '../core/trial.ts'
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

/** What is noted of something that happened to the cluster, by name. */
export function detailOf({ detail }: FaultRecord): { readonly [name: string]: Json } {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? (detail as { readonly [name: string]: Json }) : {}
}
