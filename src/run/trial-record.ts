import { basename, join } from 'node:path'
import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import { writeWhole } from '../core/write-whole.ts'
import { closedLinks } from '../core/fault.ts'
import type { Lane } from './lane.ts'
import { kindsOf, type PlannedLane } from './plan.ts'
import type { Trial } from './trial.ts'

export const TRIAL_FILE = 'trial.json'

/** All that is known of a trial at this moment, apart from its operations. */
export function trialRecord(trial: Trial): TrialRecord {
  const { plan, context, stage, observer, nemesis } = trial
  const { store, cluster } = context
  const leaderSide = stage.sideOf(trial.leader ?? cluster.nodes[0]!)
  return {
    schemaVersion: 1,
    id: plan.id,
    store: store.id,
    textbook: store.textbook,
    config: `${plan.profile.id} ${plan.profile.title}`,
    ...(plan.findings !== undefined && { findings: plan.findings }),
    seed: plan.seed,
    shape: plan.shape.name,
    ...(plan.repetition !== undefined && { repetition: plan.repetition }),
    provider: cluster.provider,
    nodes: cluster.nodes,
    sides: stage.sides,
    fault: nemesis.fault,
    leaderSide,
    leader: trial.leader,
    cutLinks: closedLinks(nemesis.fault),
    phases: { ...stage.phases },
    deadlineMs: plan.options.deadlineMs,
    minAttempts: plan.options.minAttempts,
    settle: plan.profile.settle,
    healthyBefore: trial.health.before,
    ...(nemesis.away.length > 0 && { away: nemesis.away }),
    recovered: trial.health.recovered,
    convergedMs: trial.convergedMs,
    probes: observer.probes,
    views: observer.views,
    pins: trial.pins,
    faults: stage.faults,
    lanes: plan.lanes.map((planned, index) => laneInfo(planned, trial.lanes[index]!)),
    engine: { name: context.engine.name, version: context.engine.version, origin: context.engine.origin, sha256: context.engine.sha256 },
    serverSettings: trial.settings,
    driverSettings: store.driverSettings,
    timing: {},
    ...(plan.profile.caveat !== undefined && { caveat: plan.profile.caveat }),
    ...(trial.stopped !== undefined && { stopped: trial.stopped }),
  }
}

export function writeTrialRecord(folder: string, record: TrialRecord): void {
  writeWhole(join(folder, TRIAL_FILE), `${JSON.stringify(record, null, 1)}\n`)
}

export function laneInfo({ workload, workloadFile, profile }: PlannedLane, lane: Lane): LaneInfo {
  return {
    workload: workload.name,
    ...(workloadFile !== undefined && { workloadFile }),
    profile: `${profile.id} ${profile.title}`,
    profileId: profile.id,
    settings: { ...profile.settings, route: profile.route },
    kinds: kindsOf({ workload, profile }).map(({ f, effect }) => ({ f, effect })),
    atomic: profile.atomic,
    facts: workload.facts,
    history: basename(lane.parts.recorder.path),
    unsent: lane.unsent,
  }
}
