import type { Operation } from './event.ts'
import type { NodeId } from './ids.ts'
import type { Json } from './json.ts'
import type { Completion, Effect, Op } from './op.ts'
import type { Random } from './random.ts'
import type { LaneInfo, TrialRecord } from './trial.ts'

/** One kind of operation of a workload. Each kind has clients of its own, so that blocked writes never starve reads. */
export interface Kind {
  readonly f: string
  readonly effect: Effect
  /** The next operation of this kind. Must depend on nothing but its context, so that the same seed gives the same operations. */
  next(context: GeneratorContext): Op
}

export interface GeneratorContext {
  readonly random: Random
  /** A positive number that no other operation of this lane gets: make values and ids from it. */
  readonly unique: number
  /** The node that the client lives beside. */
  readonly home: NodeId
  /**
   * The value that this home's clients last saw or wrote at `key`; null when none. The one thing that makes an
   * operation depend on the run: a compare-and-set that always expects a wrong value would test nothing.
   */
  lastSeen(key: string): Json
}

/**
 * How one store carries out a workload. `S` is the store's session type (`src/stores/<store>/client.ts`).
 * Throw whatever the driver throws: the store's error table turns it into fail or info.
 */
export interface StoreWorkload<S> {
  /** Creates and fills the tables. Runs once per trial on a session at the leader (or n1), before any load. */
  setup(session: S, settings: LaneSettings): Promise<void>
  /** Carries out one operation. `final: true` is set on the reads after the heal. */
  run(session: S, op: Op, settings: LaneSettings): Promise<Completion>
}

/** Consistency settings of one lane, from the profile: data only, its meaning belongs to the store's workload file. */
export interface LaneSettings {
  /** Prefix for tables, collections, so that trials on one cluster never share data: `t3`. */
  readonly prefix: string
  readonly [name: string]: Json
}

/** The outcome of one check over one history. */
export interface CheckResult {
  readonly check: string
  /** `true`: no violation; `false`: violated; `unknown`: not finished (time, memory, exception). */
  readonly valid: boolean | 'unknown'
  /** One sentence for the reader. */
  readonly summary: string
  /** The fewest operations that contradict, in order of invocation; null when valid or unknown. */
  readonly witness: Witness | null
  /** What a violation means: `linearizability` counts against C; `impact` is shown beside the verdict. */
  readonly counts: 'linearizability' | 'impact'
  /** Figures of this check (operations checked, lost, stale, staleness in ms …). */
  readonly details: { readonly [name: string]: Json }
}

export interface Witness {
  /** Why these operations contradict, in words that a student can follow, one step a line. */
  readonly explanation: readonly string[]
  readonly operations: readonly Operation[]
  /** Confirmed by a second, independent routine. */
  readonly confirmed: boolean
}

/** Input of a check: pure data, no cluster. */
export interface CheckInput {
  readonly operations: readonly Operation[]
  readonly lane: LaneInfo
  readonly trial: TrialRecord
  /** Milliseconds this check may take before it must answer `unknown`. */
  readonly budgetMs: number
}

export type Check = (input: CheckInput) => CheckResult

/** A workload: what is asked of the store, how each store carries it out, and how its history is judged. */
export interface Workload {
  readonly name: string
  /** One sentence. */
  readonly title: string
  readonly kinds: readonly Kind[]
  /** Facts for the checks, printed with the result. Initial state belongs here or in recorded `setup` operations. */
  readonly facts: { readonly [name: string]: Json }
  /** Writes that `setup` makes and that the history must show as acknowledged before anything else. */
  readonly initial?: readonly Op[]
  /** Reads repeated from every home after the heal until two rounds agree. */
  readonly final: readonly Op[]
  readonly stores: { readonly [store: string]: StoreWorkload<never> }
  readonly checks: readonly Check[]
}
