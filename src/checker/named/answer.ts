import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Witness } from '../../core/workload.ts'
import type { Model } from '../models/model.ts'
import type { Violation } from '../linearizability/result.ts'
import type { ModelSource } from '../linearizability/workers/model-source.ts'
import type { TransactionModel } from '../transactions/models.ts'

/** What is known of a history beside its operations. */
export interface Setting {
  /** State before the first operation, as the user says; `undefined` when the user does not. */
  readonly initial?: Json
  /** What the format takes for the first value of a register. */
  readonly customInitial?: Json
  /** What a failed compare-and-set without an answer means. */
  readonly failedCas: 'nothing' | 'mismatch'
  /** Facts of the recorded lane (initial, accounts, total); null when there is none. */
  readonly facts: { readonly [name: string]: Json } | null
  /** capcheck recorded it itself, so what setup wrote is in it. */
  readonly recorded: boolean
  /** What list-append transactions must fit. */
  readonly isolation: TransactionModel
}

/** A contradiction; `key` is null when it is about more than one object, or when there are no keys. */
export interface HistoryViolation extends Witness {
  readonly key: string | null
  /** How many operations contradict; `operations` holds no more than the first `MOST_LISTED`. */
  readonly size: number
}

/** A search that ran out of time may leave a contradiction in a million operations, which nobody can read or print. */
const MOST_LISTED = 1000

/** A violation with its size. */
export function violationOf(key: string | null, { explanation, operations, confirmed }: Witness): HistoryViolation {
  return { key, size: operations.length, explanation, operations: operations.slice(0, MOST_LISTED), confirmed }
}

/** How far a search came with one object that it could not show to be valid. */
export interface Progress {
  readonly key: string
  /** Operations of the object that say anything. */
  readonly operations: number
  /** Length of the longest order found. */
  readonly ordered: number
  /** Of the operations outside that order, the one that returned first. */
  readonly stoppedAt: Operation | null
  /** Why there is no answer, in words; null when the object is violated. */
  readonly why: string | null
}

/** What a check of one history says. */
export interface HistoryAnswer {
  readonly valid: boolean | 'unknown'
  /** One or two sentences. */
  readonly summary: string
  /** A few of the contradictions, clearest first. */
  readonly violations: readonly HistoryViolation[]
  readonly progress: readonly Progress[]
}

/** A linearizability check that is ready to be run. */
export interface Search {
  readonly operations: readonly Operation[]
  readonly model: Model
  /** The model in a form that can go to other threads; without it all keys are checked on one. */
  readonly source?: ModelSource
  /** Why the operations of a violation contradict, a line a step. `all` are the operations on its key. */
  readonly explain: (violation: Violation, all: readonly Operation[]) => readonly string[]
}

/** What to do with a history under a model. `direct` comes first; when it has no answer, the search does. */
export interface Task {
  readonly notes: readonly string[]
  readonly direct?: (budgetMs: number) => HistoryAnswer | null
  readonly search?: Search
}

/** A model that histories can be checked against by name, or a user's own. */
export interface NamedModel {
  readonly name: string
  readonly title: string
  /**
   * Looks at the operations and says how to check them.
   *
   * @throws OperationFault when one of them is nothing that the model knows
   */
  readonly task: (operations: readonly Operation[], setting: Setting) => Task
}
