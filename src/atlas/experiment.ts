import type { Profile, ProfileLane } from '../core/profile.ts'
import type { Finding } from './finding.ts'

/** One shape of one finding: a row of the table. */
export interface Case {
  readonly finding: Finding
  readonly shape: string
}

/** Cases that are seen in one and the same trial. */
export interface SharedTrial {
  readonly cases: readonly [Case, ...Case[]]
}

/** Puts cases together that do the same to the same cluster. */
export function sharedTrials(cases: readonly Case[]): SharedTrial[] {
  const groups = Map.groupBy(cases, ({ finding, shape }) => JSON.stringify([finding.store, finding.experiment, shape]))
  return [...groups.values()].map((group) => ({ cases: group as [Case, ...Case[]] }))
}

/** The profile that a finding runs under: its base with the finding's own changes, and then under the finding's name. */
export function profileFor(base: Profile, { id, title, experiment }: Finding): Profile {
  const { overrides } = experiment
  if (overrides === undefined) return base
  const lanes = Object.fromEntries(
    [...new Set([...Object.keys(base.lanes), ...Object.keys(overrides.lanes ?? {})])].map((workload) => [workload, laneFor(base.lanes[workload], overrides.lanes?.[workload], id, title)]),
  )
  return {
    ...base,
    ...{ id, title, lanes, settle: overrides.settle ?? base.settle },
    ...(overrides.caveat !== undefined && { caveat: overrides.caveat }),
    serverSettings: { ...base.serverSettings, ...overrides.serverSettings },
  }
}

function laneFor(base: ProfileLane | undefined, change: Partial<ProfileLane> = {}, id: string, title: string): ProfileLane {
  return { ...base, id, title, ...change, settings: { ...base?.settings, ...change.settings }, route: { ...base?.route, ...change.route } } as ProfileLane
}
