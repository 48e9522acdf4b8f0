import type { ProbeFinding } from '../checker/probes.ts'
import type { Operation } from '../core/event.ts'
import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import type { CheckResult } from '../core/workload.ts'
import type { AvailabilityCell, UnboundedOutcome } from './verdict.ts'

/** The history of one lane. */
export interface LaneHistory {
  readonly lane: LaneInfo
  readonly operations: readonly Operation[]
}

/**
 * All that one lane's label is judged on. The definition of CAP speaks of single objects, so the register lane of the
 * same trial always belongs to it; a lane of another workload adds its own kinds and its own checks.
 */
export interface Evidence {
  readonly trial: TrialRecord
  readonly lane: LaneInfo
  /** The lane's own history, then the register lane's unless that is the same. */
  readonly histories: readonly LaneHistory[]
  /** Availability cells of all `histories`. */
  readonly cells: readonly AvailabilityCell[]
  /** Results that count for C: the lane's own, the probes, the register lane's. In this order a witness is preferred. */
  readonly counted: readonly CheckResult[]
  /** Results that are shown beside the verdict and never counted. */
  readonly shown: readonly CheckResult[]
  readonly probes: readonly ProbeFinding[]
  readonly unbounded: readonly UnboundedOutcome[]
  /** Share of requests in steady that may go unanswered and still count as available; 0 unless stated. */
  readonly tolerance: number
}

/** Attempts in steady that a single home must have made of a kind: its part of what its side must have made. */
export function requiredAtHome(trial: TrialRecord, side: string): number {
  return Math.ceil(trial.minAttempts / Math.max(1, trial.sides[side]?.length ?? 1))
}
