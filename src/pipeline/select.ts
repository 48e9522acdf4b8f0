import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { usageError } from '../core/errors.ts'
import type { Profile } from '../core/profile.ts'
import type { Store } from '../core/store.ts'
import { shapeNamed, SHAPES } from '../faults/shapes.ts'
import type { TrialOptions } from '../run/plan.ts'
import { STORES } from '../stores/stores.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { loadWorkload, storeNamed, type TrialJob } from './job.ts'

/** The configuration that earns the textbook's letter, and an everyday one that loses it. */
export const DEFAULT_PROFILES: { readonly [store: string]: readonly string[] } = {
  postgres: ['PG-5', 'PG-2'],
  mongodb: ['M-4', 'M-5'],
  cassandra: ['C-1', 'C-4'],
}

/** What the user asked for, as text. Empty lists mean the default. */
export interface Wanted {
  readonly stores: readonly string[]
  readonly profiles: readonly string[]
  readonly workloads: readonly string[]
  readonly shapes: readonly string[]
  readonly seed: number
  /** Times that every trial is run, each with the next seed. Default 1. */
  readonly repeat?: number | undefined
  readonly options: TrialOptions
  readonly pacelc?: boolean | undefined
}

/** The trials of one store, all on one cluster. */
export interface Selection {
  readonly store: Store<unknown>
  readonly trials: readonly TrialJob[]
}

/**
 * Turns names into trials. A profile is chosen by its own id or by the id of one of its lanes (`C-7` chooses the
 * counter lane of `C-1`); lanes of one profile share one cut.
 *
 * @throws CapcheckError (exit 64) naming what is unknown and what is allowed
 */
export async function select(wanted: Wanted): Promise<Selection[]> {
  const ids = wanted.profiles.flatMap((name) => name.split('/'))
  const own = await knownWorkloads(wanted.workloads)
  const workloads = own.map(({ name }) => name)
  const shapes = wanted.shapes.length === 0 ? [SHAPES[0]!] : wanted.shapes.map(shapeNamed)
  const chosen = wanted.stores.map(storeNamed)
  refuseUnknown(ids, chosen)
  const named = STORES.filter((store) => (chosen.length > 0 ? chosen.includes(store) : ids.length === 0 || store.profiles.some((profile) => picks(profile, ids))))
  const stores = ableOf(named, own, chosen.length === 0 && ids.length === 0)
  return stores
    .map((store) => {
      const storeIds = ids.length === 0 ? (DEFAULT_PROFILES[store.id] ?? [store.profiles[0]!.id]) : ids
      const jobs = store.profiles
        .filter((profile) => picks(profile, storeIds))
        .toSorted((a, b) => firstPick(a, storeIds) - firstPick(b, storeIds))
        .flatMap((profile) =>
          shapes.flatMap((shape, index) =>
            repetitions(wanted).map((repeated, turn) => ({
              ...{ profile: profile.id, shape: shape.name, ...repeated, options: wanted.options },
              workloads: lanesOf(profile, storeIds, workloads),
              // Nothing is cut, so the shape is of no account.
              pacelc: wanted.pacelc === true && index === 0 && turn === 0,
            })),
          ),
        )
      return { store, trials: jobs }
    })
    .filter(({ trials }) => trials.length > 0)
}

/** Each repetition has a seed of its own: the same operations again would show less. */
function repetitions({ seed, repeat = 1 }: Wanted): Pick<TrialJob, 'seed' | 'repetition'>[] {
  if (repeat === 1) return [{ seed }]
  return Array.from({ length: repeat }, (_, turn) => ({ seed: seed + turn, repetition: turn + 1 }))
}

function laneIds(profile: Profile): string[] {
  return [profile.id, ...Object.values(profile.lanes).map((lane) => lane.id)]
}

function picks(profile: Profile, ids: readonly string[]): boolean {
  return laneIds(profile).some((id) => ids.includes(id))
}

/** Trials run in the order in which the user, or the default, named their profiles. */
function firstPick(profile: Profile, ids: readonly string[]): number {
  return Math.min(...laneIds(profile).map((id) => ids.indexOf(id)).filter((index) => index >= 0))
}

function lanesOf(profile: Profile, ids: readonly string[], workloads: readonly string[]): string[] {
  const whole = ids.includes(profile.id)
  // In the order of reports, whatever the order in the profile.
  const offered = WORKLOADS.map(({ name }) => name).filter((name) => {
    const lane = profile.lanes[name]
    return lane !== undefined && (whole || ids.includes(lane.id))
  })
  const lanes = workloads.length === 0 ? offered : workloads.filter((name) => offered.includes(name) || !isBuiltIn(name))
  if (workloads.length > 0 && lanes.length === 0) {
    throw usageError(`${ids.join(', ')} does not offer the workload ${workloads.join(', ')}; it offers ${offered.join(', ')}`)
  }
  // The register carries the definition of C and A, so no trial goes without.
  return [...new Set(['register', ...lanes])]
}

function refuseUnknown(ids: readonly string[], chosen: readonly Store<unknown>[]): void {
  const stores = chosen.length > 0 ? chosen : STORES
  for (const id of ids) {
    if (stores.some((store) => store.profiles.some((profile) => laneIds(profile).includes(id)))) continue
    const allowed = stores.map((store) => `${store.id}: ${[...new Set(store.profiles.flatMap(laneIds))].join(', ')}`).join('; ')
    throw usageError(`no profile "${id}" for ${stores.map((store) => store.id).join(', ')}; allowed: ${allowed}`, 'capcheck list profiles says what each one is.')
  }
}

interface KnownWorkload {
  /** Name of a built-in workload, absolute path of a user's own. */
  readonly name: string
  /** Ids of the stores that a user's own workload says how to use; null for built-in ones, which know them all. */
  readonly stores: readonly string[] | null
}

async function knownWorkloads(names: readonly string[]): Promise<KnownWorkload[]> {
  const known: KnownWorkload[] = []
  for (const name of names) {
    if (isBuiltIn(name)) known.push({ name, stores: null })
    else if (!/[./]/.test(name)) {
      throw usageError(`no workload "${name}"; allowed: ${WORKLOADS.map((each) => each.name).join(', ')}, or the path of a workload file (./mine.ts)`)
    } else {
      if (!existsSync(name)) throw usageError(`no workload file ${resolve(name)}`)
      // Loaded here only to fail early: the sandbox loads it again for itself.
      const { stores } = await loadWorkload(name)
      known.push({ name: resolve(name), stores: Object.keys(stores) })
    }
  }
  return known
}

/** Stores that all own workloads know. Who named no store gets those; a store that was named is never left out in silence. */
function ableOf(named: readonly Store<unknown>[], workloads: readonly KnownWorkload[], free: boolean): readonly Store<unknown>[] {
  const unable = ({ id }: Store<unknown>) => workloads.find(({ stores }) => stores !== null && !stores.includes(id))
  const able = named.filter((store) => unable(store) === undefined)
  const refused = free && able.length > 0 ? undefined : named.find((store) => unable(store) !== undefined)
  if (refused === undefined) return able
  const { name, stores } = unable(refused)!
  throw usageError(`the workload file ${name} does not say how to use ${refused.id}; its stores are: ${stores!.length === 0 ? 'none' : stores!.join(', ')}`, 'Choose among those with --store, or add the store to the file.')
}

function isBuiltIn(name: string): boolean {
  return WORKLOADS.some((each) => each.name === name)
}
