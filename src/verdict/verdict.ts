import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'
import type { Effect } from '../core/op.ts'
import type { Phase, Side } from '../core/phase.ts'
import type { CheckResult, Witness } from '../core/workload.ts'

export type Label = 'CP' | 'AP' | 'neither' | 'inconclusive'

/** One cell of the availability matrix: node × side × phase × operation kind. */
export interface AvailabilityCell {
  readonly workload: string
  readonly home: NodeId
  readonly side: Side
  readonly phase: Phase
  readonly f: string
  readonly effect: Effect
  readonly attempts: number
  readonly ok: number
  readonly fail: number
  readonly info: number
  /** Invoked in this phase and still open when it ended; counted nowhere else. */
  readonly straddling: number
  /** Upper end of the 95 % confidence interval of the share that was the rarer outcome (rule of three when it was never seen). */
  readonly bound: number | null
  /** Milliseconds over ok operations; null when there was none. */
  readonly p50: number | null
  readonly p99: number | null
  /** Error codes with counts, most frequent first. */
  readonly errors: { readonly [code: string]: number }
}

/** What one node, which decides for its side, did of one kind in steady. */
export interface MatrixCell {
  readonly home: NodeId
  readonly available: boolean | 'partly'
  readonly attempts: number
  readonly ok: number
  readonly fail: number
  readonly info: number
  /** Ends of the 95 % confidence interval of the share that is answered; null without attempts. */
  readonly low: number | null
  readonly high: number | null
  /** Milliseconds over ok operations; null when there was none. */
  readonly p50: number | null
  readonly p99: number | null
}

/** One kind of operation on one side, in both scopes of CAP definition 4.1. */
export interface MatrixRow {
  readonly f: string
  readonly effect: Effect
  readonly side: Side
  /** The node of the side that answered least: strict asks every one. */
  readonly strict: MatrixCell
  /** The node of the side that answered most: its clients may use any. */
  readonly ownSide: MatrixCell
}

/** Outcomes of the Gilbert-Lynch probes for one ordered pair of nodes (CAP definition 4.3). */
export interface ProbePair {
  readonly from: NodeId
  readonly to: NodeId
  readonly noAckAtX: number
  readonly noAnswerAtY: number
  readonly staleAtY: number
  /** Information crossed: the cut leaks, the run is void. */
  readonly leaked: number
}

/** A write that waited without a deadline, and what came of it (CAP definition 4.1). */
export interface UnboundedOutcome {
  readonly side: Side
  readonly home: NodeId
  /** The node that got the request. */
  readonly node: NodeId
  readonly type: Operation['type']
  /** Milliseconds until an answer of whatever kind; null when there was none until the end of the trial. */
  readonly afterMs: number | null
  /** The answer came while the cut held. */
  readonly beforeHeal: boolean
  readonly code: string | null
}

export interface Precondition {
  readonly id: 'cut' | 'alive' | 'healthy' | 'pinned' | 'complete' | 'power' | 'settled' | 'checked' | 'control'
  readonly ok: boolean
  readonly detail: string
  /** The flag or duration that would settle it, when not ok. */
  readonly remedy?: string
}

export interface Verdict {
  readonly label: Label
  /** One sentence. */
  readonly reason: string
  /** For CP: `majority stays up`, `leader's side stays up`, `nobody could write`. */
  readonly subLabel: string | null
  /** The same question asked of sides instead of single nodes. */
  readonly sideScope: Label
  readonly consistent: boolean | 'unknown'
  /** Answered everything in steady, on every node: true; some kind answered nothing on some node: false; else partly. */
  readonly available: boolean | 'partly'
  /** Phases in which C witnesses fell. */
  readonly witnessPhases: readonly Phase[]
  readonly preconditions: readonly Precondition[]
  readonly caveats: readonly string[]
  /** What the heal left behind: whole or not, converged or not, lossless or lossy. */
  readonly afterHeal?: string
}

/** Everything computed from one lane of one trial after the run. */
export interface LaneJudgement {
  readonly verdict: Verdict
  readonly availability: readonly AvailabilityCell[]
  readonly matrix: readonly MatrixRow[]
  readonly probes: readonly ProbePair[]
  readonly unbounded: readonly UnboundedOutcome[]
  readonly checks: readonly CheckResult[]
  readonly witness: Witness | null
  readonly operations: readonly Operation[]
}
