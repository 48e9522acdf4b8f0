import { controlAttempts } from '../core/trial.ts'
import type { Profile, ProfileLane } from '../core/profile.ts'
import type { Script } from '../core/script.ts'
import type { Kind, Workload } from '../core/workload.ts'
import type { Shape } from '../faults/shapes.ts'

/** Figures that shape a trial; every one can be set by a flag and is written into the result. */
export interface TrialOptions {
  /** Operations per second of each side × kind, shared by the nodes of the side. */
  readonly rate: number
  /** Operations of one home × kind that may be under way at one time. */
  readonly inFlight: number
  /** Milliseconds after which a request counts as not answered. */
  readonly deadlineMs: number
  /** Attempts per side × kind in steady below which there is no verdict. */
  readonly minAttempts: number
  /** Least length of the healthy control; it never lasts too short for `controlAttempts`. Milliseconds. */
  readonly beforeMs: number
  /** Least length of steady; it never lasts shorter than settling, nor too short for `minAttempts`. Milliseconds. */
  readonly steadyMs: number
  /** Milliseconds between two Gilbert-Lynch probes. */
  readonly probeEveryMs: number
  /** How long the cluster may take to become whole after the heal, and then to converge; milliseconds each. */
  readonly healLimitMs: number
  readonly convergeLimitMs: number
}

export const DEFAULT_OPTIONS: TrialOptions = {
  rate: 20,
  inFlight: 64,
  deadlineMs: 1500,
  minAttempts: 200,
  beforeMs: 4000,
  steadyMs: 0,
  probeEveryMs: 250,
  healLimitMs: 60_000,
  convergeLimitMs: 45_000,
}

/** One workload of a trial and how the profile carries it out. */
export interface PlannedLane {
  readonly workload: Workload
  readonly workloadFile?: string
  readonly profile: ProfileLane
}

/** The kinds of load that a lane runs: those of its workload that the configuration offers. */
export function kindsOf({ workload, profile }: Pick<PlannedLane, 'workload' | 'profile'>): readonly Kind[] {
  const { kinds } = profile
  return kinds === undefined ? workload.kinds : workload.kinds.filter(({ f }) => kinds.includes(f))
}

/** Operations per second of each side × kind of a lane. As fast as possible stays so: whoever asks for that means it. */
export function rateOf(profile: ProfileLane, rate: number): number {
  return rate === Infinity ? rate : Math.min(rate, profile.rate ?? rate)
}

/** One cut of one configuration, with all workloads that share it. */
export interface TrialPlan {
  /** Folder name of the trial inside the run folder: `postgres-PG-5-leader-alone`. */
  readonly id: string
  readonly profile: Profile
  readonly shape: Shape
  readonly seed: number
  /** From 1; absent when the trial is not repeated. */
  readonly repetition?: number | undefined
  readonly lanes: readonly PlannedLane[]
  /** Catalogue ids of the findings that the trial repeats. */
  readonly findings?: readonly string[]
  /** What is done to the cluster beside the cut. */
  readonly script?: Script
  readonly options: TrialOptions
  /** Measure first how latency depends on the delay between nodes. */
  readonly pacelc?: boolean | undefined
}

/** Length of the control: long enough that every kind is tried at each home, where the nodes of the largest side share a rate. */
export function beforeLength(plan: Pick<TrialPlan, 'options'> & { readonly lanes: readonly Pick<PlannedLane, 'profile'>[] }, largestSide: number): number {
  // One attempt more than needed, for a stream that has just sent when the control begins.
  return Math.max(plan.options.beforeMs, (1000 * (controlAttempts(plan.options) + 1) * largestSide) / lowestRate(plan))
}

/** Length of steady: long enough to be settled, to collect the attempts, and to see the last of them end. */
export function steadyLength(plan: Pick<TrialPlan, 'options'> & { readonly profile: Pick<Profile, 'settle'>; readonly lanes: readonly Pick<PlannedLane, 'profile'>[] }): number {
  const { minAttempts, deadlineMs, steadyMs } = plan.options
  // A late timer sends all that is due, so no attempt is lost; 4 % more than needed for those that end too late to count.
  return Math.max(steadyMs, plan.profile.settle.ms, (1040 * minAttempts) / lowestRate(plan) + deadlineMs)
}

function lowestRate({ lanes, options }: Pick<TrialPlan, 'options'> & { readonly lanes: readonly Pick<PlannedLane, 'profile'>[] }): number {
  return Math.min(...lanes.map(({ profile }) => rateOf(profile, options.rate)))
}
