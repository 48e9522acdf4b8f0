import type { Operation } from '../../core/event.ts'
import type { Fault } from '../../core/fault.ts'
import type { NodeId } from '../../core/ids.ts'
import type { ViewRecord } from '../../core/trial.ts'

/** What the page draws of one run beyond what result.json holds: computed from the trial's record and history. */
export interface Recorded {
  /** What was done to links and nodes. */
  readonly fault: Fault
  readonly operations: readonly Operation[]
  /** What each node said of itself and of its peers, in order of time. */
  readonly views: readonly ViewRecord[]
  /** Age of every answered read; null where no check of the workload can tell it. */
  readonly ages: readonly AgedRead[] | null
  readonly finalRounds: readonly AgreementRound[]
}

/** An answered read: when it was called, and how old its answer was (0 for a fresh one). Both in nanoseconds. */
export interface AgedRead {
  readonly home: NodeId
  readonly time: number
  readonly age: number
}

/** One node's answers to all final questions; equal `answer` numbers mean equal answers, null that some were missing. */
export interface AgreementRound {
  readonly home: NodeId
  /** Nanoseconds. */
  readonly from: number
  readonly to: number
  readonly answer: number | null
}
