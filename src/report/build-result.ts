import type { Operation } from '../core/event.ts'
import { linkName } from '../core/ids.ts'
import type { Engine } from '../core/store.ts'
import type { LaneInfo, TrialRecord } from '../core/trial.ts'
import type { CheckResult, Witness } from '../core/workload.ts'
import type { AvailabilityCell, LaneJudgement } from '../verdict/verdict.ts'
import { runId, type EngineUsed, type NotRun, type Pacelc, type Result, type ResultHeadline, type Run, type StoredOperation, type TimeBudget } from './result.ts'

/** One lane after the checks, with the fingerprint of the history file that was judged. */
export interface JudgedLane {
  readonly lane: LaneInfo
  readonly judgement: LaneJudgement
  /** Hex SHA-256 of the history file. */
  readonly historySha256: string
}

/** One trial and what came out of its lanes. */
export interface JudgedTrial {
  /** Name of the trial's folder, beside result.json. */
  readonly folder: string
  readonly storeTitle: string
  readonly trial: TrialRecord
  readonly lanes: readonly JudgedLane[]
}

/** Everything that a result is made of. */
export interface ResultInput {
  readonly version: string
  /** Wall clock, ISO 8601 in UTC. */
  readonly created: string
  /** The command that repeats this result, seed included. */
  readonly command: string
  readonly provider: string
  readonly engines: readonly (Engine | EngineUsed)[]
  readonly notRun: readonly NotRun[]
  readonly trials: readonly JudgedTrial[]
  /** Of these trials. */
  readonly headlines: readonly ResultHeadline[]
  /** Empty when nothing of the kind was asked for. */
  readonly pacelc?: readonly Pacelc[]
  readonly timeBudget: readonly TimeBudget[]
  readonly exitCode: number
}

/** Puts a result together. Pure: the same input gives the same result. */
export function buildResult(input: ResultInput): Result {
  return {
    schemaVersion: 1,
    tool: { name: 'capcheck', version: input.version },
    created: input.created,
    command: input.command,
    seeds: [...new Set(input.trials.map((judged) => judged.trial.seed))],
    provider: input.provider,
    // Paths stay out: they say something of the machine and nothing of the result.
    engines: input.engines.map(({ name, version, origin, sha256 }) => ({ name, version, origin, sha256 })),
    notRun: input.notRun,
    runs: input.trials.flatMap((judged) => judged.lanes.map((lane) => buildRun(judged, lane))),
    headlines: input.headlines,
    ...(input.pacelc === undefined || input.pacelc.length === 0 ? {} : { pacelc: input.pacelc }),
    timeBudget: input.timeBudget,
    exitCode: input.exitCode,
  }
}

function buildRun(judged: JudgedTrial, { lane, judgement, historySha256 }: JudgedLane): Run {
  const { trial, folder } = judged
  return {
    id: runId(folder, lane.workload),
    store: trial.store,
    storeTitle: judged.storeTitle,
    config: trial.config,
    profile: laneTitle(lane),
    profileId: lane.profileId,
    workload: lane.workload,
    ...(lane.workloadFile === undefined ? {} : { workloadFile: lane.workloadFile }),
    shape: trial.shape,
    ...(trial.repetition === undefined ? {} : { repetition: trial.repetition }),
    seed: trial.seed,
    textbook: trial.textbook,
    trial: folder,
    history: { file: lane.history, sha256: historySha256 },
    verdict: judgement.verdict,
    availability: judgement.availability.map(withoutWorkload),
    matrix: judgement.matrix,
    probes: judgement.probes,
    unbounded: judgement.unbounded,
    checks: judgement.checks.map(withoutWitness),
    witness: judgement.witness === null ? null : storeWitness(judgement.witness, judged.lanes, lane.workload),
    operations: countOperations(judgement.operations, lane.unsent),
    atomic: lane.atomic,
    settings: lane.settings,
    facts: lane.facts,
    ...trialFacts(trial),
  }
}

/** The fields of a run that are the trial's own and equal for all its lanes. */
function trialFacts(trial: TrialRecord) {
  return {
    healthyBefore: trial.healthyBefore,
    recovered: trial.recovered,
    convergedMs: trial.convergedMs,
    cut: {
      sides: trial.sides,
      leader: trial.leader,
      leaderSide: trial.leaderSide,
      links: trial.cutLinks.map(linkName),
      linkProbes: {
        total: trial.probes.length,
        asExpected: trial.probes.filter((probe) => probe.state === probe.expected).length,
        during: trial.probes.filter((probe) => probe.phase === 'transition' || probe.phase === 'steady').length,
      },
    },
    faults: trial.faults,
    serverSettings: trial.serverSettings,
    driverSettings: trial.driverSettings,
    phases: trial.phases,
    deadlineMs: trial.deadlineMs,
    minAttempts: trial.minAttempts,
    settle: trial.settle,
    timing: trial.timing,
    ...(trial.stopped === undefined ? {} : { stopped: trial.stopped }),
  }
}

/** Reports and their readers look for the catalogue's id at the start of the configuration's name. */
export function laneTitle(lane: LaneInfo): string {
  return lane.profile.startsWith(lane.profileId) ? lane.profile : `${lane.profileId} ${lane.profile}`
}

function withoutWorkload({ workload: _workload, ...cell }: AvailabilityCell): Run['availability'][number] {
  return cell
}

function withoutWitness({ check, valid, counts, summary, details }: CheckResult): Run['checks'][number] {
  return { check, valid, counts, summary, details }
}

function storeWitness(witness: Witness, lanes: readonly JudgedLane[], own: string): NonNullable<Run['witness']> {
  const { explanation, operations, confirmed } = witness
  const source = lanes.find(({ judgement }) => operations.some((operation) => judgement.operations.includes(operation)))
  return { workload: source?.lane.workload ?? own, explanation, operations: operations.map(storeOperation), confirmed }
}

function storeOperation(operation: Operation): StoredOperation {
  return { ...operation, ret: finite(operation.ret), end: finite(operation.end) }
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null
}

function countOperations(operations: readonly Operation[], unsent: number): Run['operations'] {
  const count = { ok: 0, fail: 0, info: 0 }
  for (const operation of operations) count[operation.type]++
  return { total: operations.length, ...count, unsent }
}
