import { pathToFileURL } from 'node:url'
import { resolve } from 'node:path'
import { messageOf, usageError } from '../core/errors.ts'
import { profileFor } from '../atlas/experiment.ts'
import { findingNamed } from '../atlas/findings.ts'
import type { NodeId } from '../core/ids.ts'
import type { Profile } from '../core/profile.ts'
import type { Engine, Store } from '../core/store.ts'
import type { Workload } from '../core/workload.ts'
import { shapeNamed } from '../faults/shapes.ts'
import type { PlannedLane, TrialOptions, TrialPlan } from '../run/plan.ts'
import { STORES } from '../stores/stores.ts'
import type { ProviderName } from './ground.ts'
import { WORKLOADS } from '../../workloads/index.ts'

/** One trial in words, so that it can cross a process boundary. */
export interface TrialJob {
  readonly profile: string
  readonly shape: string
  readonly seed: number
  /** Which of several repetitions this is, from 1; absent when there is one only. */
  readonly repetition?: number | undefined
  /** Names of built-in workloads and absolute paths of users' workload files; `register` is always among them. */
  readonly workloads: readonly string[]
  readonly options: TrialOptions
  /** Measure first how latency depends on the delay between nodes; once for each profile. */
  readonly pacelc?: boolean | undefined
  /** Catalogue ids of the findings that this trial repeats, all by the same experiment on `profile`. */
  readonly findings?: readonly string[]
}

/** Everything that the runner's process must know about one store's trials. */
export interface StoreJob {
  readonly provider: ProviderName
  /** Id of the job, the same nowhere else: containers are found by it. */
  readonly cluster: string
  readonly store: string
  readonly engine: Engine
  readonly toxiproxy: Engine
  readonly nodes: readonly NodeId[]
  readonly folder: string
  /** Folder of the nodes' logs inside `nodes`; the store's own name for its first cluster. */
  readonly logs: string
  readonly trials: readonly TrialJob[]
}

/** Can the job have another cluster? One of compose is not ours to start. */
export function canRenew({ provider }: StoreJob): boolean {
  return provider !== 'compose'
}

/** @throws CapcheckError (exit 64) with the allowed names */
export function storeNamed(id: string): Store<unknown> {
  const store = STORES.find((candidate) => candidate.id === id)
  if (store === undefined) throw usageError(`no store "${id}"; allowed: ${STORES.map((each) => each.id).join(', ')}`)
  return store
}

/** Folder name of a trial inside a run folder. */
export function trialId(store: string, job: Pick<TrialJob, 'profile' | 'shape' | 'repetition' | 'findings'>): string {
  const what = job.findings?.join('+') ?? job.profile
  return `${store}-${what}-${job.shape}${job.repetition === undefined ? '' : `-r${job.repetition}`}`
}

/** Turns the words into values. */
export async function planTrial(store: Store<unknown>, job: TrialJob): Promise<TrialPlan> {
  const finding = job.findings === undefined ? null : findingNamed(job.findings[0]!)
  const base = store.profiles.find((candidate) => candidate.id === job.profile)!
  const profile = finding === null ? base : profileFor(base, finding)
  const repeats = finding === null ? {} : { findings: job.findings!, script: finding.experiment.script ?? [] }
  const lanes = await Promise.all(job.workloads.map((name) => planLane(profile, name)))
  const asked = { shape: shapeNamed(job.shape), seed: job.seed, repetition: job.repetition, options: job.options, pacelc: job.pacelc }
  return { id: trialId(store.id, job), profile, lanes, ...asked, ...repeats }
}

async function planLane(profile: Profile, name: string): Promise<PlannedLane> {
  const builtIn = WORKLOADS.find((candidate) => candidate.name === name)
  if (builtIn !== undefined) return { workload: builtIn, profile: profile.lanes[name]! }
  const workload = await loadWorkload(name)
  // A user's own workload runs as the configuration's register does: same consistency settings, same routes, but all its kinds.
  const { kinds: _kindsOfRegister, ...register } = profile.lanes.register!
  return { workload, workloadFile: name, profile: { ...register, atomic: false } }
}

/**
 * Loads a user's workload file (its default export).
 *
 * @throws CapcheckError (exit 64) when the file cannot be loaded or exports no workload
 */
export async function loadWorkload(file: string): Promise<Workload> {
  const path = resolve(file)
  let loaded: { default?: Partial<Workload> }
  try {
    loaded = (await import(pathToFileURL(path).href)) as typeof loaded
  } catch (error) {
    throw usageError(`the workload file ${path} cannot be loaded: ${messageOf(error)}`, 'It must be a .ts, .mts or .js module whose default export is a Workload; capcheck init writes one.')
  }
  const workload = loaded.default
  const missing = (['name', 'title', 'kinds', 'facts', 'final', 'stores', 'checks'] as const).filter((field) => workload?.[field] === undefined)
  if (missing.length > 0) {
    throw usageError(`the workload file ${path} has a default export without ${missing.join(', ')}`, 'capcheck init my-workload writes a complete one.')
  }
  return workload as Workload
}
