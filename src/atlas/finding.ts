import type { ProfileLane } from '../core/profile.ts'
import type { Phase, Side } from '../core/phase.ts'
import type { Script } from '../core/script.ts'
import type { Json } from '../core/json.ts'
import type { TrialOptions } from '../run/plan.ts'
import type { Label } from '../verdict/verdict.ts'
import type { Source } from './sources.ts'

/** What every row of the catalogue says. */
interface Entry {
  /** Catalogue id: `PG-5a`. */
  readonly id: string
  readonly store: string
  /** Configuration and routing, in a few words. */
  readonly title: string
  /** What is said to happen, in one or two sentences. */
  readonly claim: string
  readonly sources: readonly Source[]
}

/** A row that can be run here: what is done, and what must be seen then. Plain data. */
export interface Finding extends Entry {
  readonly experiment: Experiment
  /** Each shape is a trial and a row of its own. */
  readonly shapes: readonly string[]
  /** Lanes that the finding is about; `register` always runs beside them. */
  readonly workloads: readonly string[]
  /** All of them must be seen. */
  readonly expects: readonly Expectation[]
  /** Without these the finding could not have shown itself, so that its absence would mean nothing. */
  readonly needs?: readonly Need[]
}

/** A row that cannot be seen here, whatever is done: versions that are no longer run, clusters of another size. */
export interface Elsewhere extends Entry {
  readonly notExpected: string
}

export type Row = Finding | Elsewhere

/** What is done to the cluster. Findings with the same experiment and shape share one trial. */
export interface Experiment {
  /** Id of a profile of the store. */
  readonly profile: string
  /** What differs from that profile. Lanes that the profile does not have must be given whole. */
  readonly overrides?: {
    readonly serverSettings?: { readonly [name: string]: Json }
    readonly lanes?: { readonly [workload: string]: Partial<ProfileLane> }
    readonly settle?: { readonly ms: number; readonly why: string }
    /** In place of the profile's own, where the script does what that one says is not done. */
    readonly caveat?: string
  }
  /** What is done beside the cut, see `src/core/script.ts`. */
  readonly script?: Script
  readonly options?: Partial<TrialOptions>
  /** Leaves a cluster behind that no further trial should run on (a second primary, lost data): it gets one of its own. */
  readonly ruins?: true
}

/** `of`: the workload whose lane is looked at, `register` when absent. `at`: counts under this shape only, under all when absent. */
interface Where {
  readonly of?: string
  readonly at?: string
}

/** Something that must be seen in a trial. */
export type Expectation = Where &
  (
    | { readonly label: Label | readonly Label[] }
    /** The label of the weaker question, asked of sides. */
    | { readonly side: Label | readonly Label[] }
    /** A check by its name; `rare`: when nothing is violated, that is no contradiction but luck. */
    | {
        readonly check: string
        readonly is: 'violated' | 'holds'
        readonly rare?: true
        /** A figure of the check that must be at least 1: `over` for likes that are too many. */
        readonly figure?: string
        /** Some violation was completed in this phase. */
        readonly during?: Phase
      }
    /** Two atomic reads of that phase each show a change that the other lacks. */
    | { readonly forks: 'seen'; readonly during: Phase }
    /** How often kinds of operation were answered on a side while the cut held. */
    | { readonly answered: 'all' | 'some' | 'none'; readonly kinds: readonly string[]; readonly on: Side; readonly during?: Phase }
    /** Every operation that ended with an error whose code begins so is booked like this; there must be one. */
    | { readonly booked: 'fail' | 'info'; readonly code: string; readonly kinds?: readonly string[] }
    /** A step of the script was carried out, and this figure of its result is at least 1. */
    | { readonly reported: string; readonly figure: string }
    /** Some contradiction was completed in one of these phases. */
    | { readonly witnessIn: readonly Phase[] }
  )

/** Something that must have happened in a trial for its result to say anything about the finding. */
export type Need = Where &
  (
    /** Another node became leader while the cut held. */
    | { readonly happened: 'leader change' }
    /** A step of the script was carried out; with a figure of its result, that this was at least so much. */
    | { readonly done: string; readonly figure?: string; readonly atLeast?: number }
    /** Changes of a kind were sent a second time for want of an answer, and then acknowledged. */
    | { readonly sentTwice: string; readonly atLeast: number }
    /** Changes of a kind were acknowledged to clients of a side in a phase. */
    | { readonly acknowledged: string; readonly on: Side; readonly during: Phase; readonly atLeast?: number }
  )

export function isFinding(row: Row): row is Finding {
  return 'experiment' in row
}
