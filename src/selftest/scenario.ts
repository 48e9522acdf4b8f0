import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import type { Profile, ProfileLane } from '../core/profile.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { CheckResult, Workload } from '../core/workload.ts'
import { shapeNamed } from '../faults/shapes.ts'
import { pairEvents } from '../history/pairing.ts'
import { readHistory } from '../history/reader.ts'
import { MS } from '../run/clock.ts'
import { DEFAULT_OPTIONS, type TrialPlan } from '../run/plan.ts'
import { Trial } from '../run/trial.ts'
import { judgeTrial, type CheckedLane } from '../verdict/judge.ts'
import type { Label, LaneJudgement, Precondition } from '../verdict/verdict.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { MemoryNetwork } from './broken-stores/network.ts'
import { memoryCluster, memoryStore, memoryWorkload, type Database } from './broken-stores/store.ts'
import type { WorkloadName } from './broken-stores/tables.ts'
import type { Figures, Row } from './row.ts'

/** A lane, the name of a check, and the checker that the row stands for. */
type Expected = readonly [lane: WorkloadName, check: string, checker: string]

/** A store in memory and what a whole trial must say of it. */
export interface Scenario {
  readonly id: string
  /** Null for a store without one: it must pass. */
  readonly bug: string | null
  database(network: MemoryNetwork): Database
  readonly lanes: readonly WorkloadName[]
  /** The verdict that each lane must get. */
  readonly labels: { readonly [lane in WorkloadName]?: Label }
  /** Checks that must find a contradiction, with a confirmed witness; every other one that counts must pass where the label is CP. */
  readonly broken: readonly Expected[]
  /** Figures that must hold. */
  readonly figures?: readonly (readonly [...Expected, holds: (details: CheckResult['details']) => boolean])[]
  /** A precondition that must be missing; all others must be met. */
  readonly unmet?: Precondition['id']
}

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

/** Long enough for the link probes that the harness sends every two seconds to fall into both halves of steady. */
const OPTIONS = { ...DEFAULT_OPTIONS, rate: 30, minAttempts: 60, deadlineMs: 4000, beforeMs: 1800, steadyMs: 5500, healLimitMs: 5000, convergeLimitMs: 10_000 }
/** Operations in memory take a few milliseconds. */
const STARVED_MS = 1000
const SETTLE = { ms: 1800, why: 'every node is looked at once a second' }

/** A row that runs a whole trial, from empty tables to the verdict. */
export function scenarioRow(scenario: Scenario): Row {
  const checkers = new Set([...scenario.broken, ...(scenario.figures ?? [])].map(([, , checker]) => checker))
  const labels = Object.entries(scenario.labels).map(([lane, label]) => `${lane} ${label}`)
  return {
    id: `end-to-end/${scenario.id}`,
    kind: 'end-to-end',
    bug: `${scenario.bug ?? 'a store without a bug'}: ${labels.join(', ')}`,
    checkers: ['verdict', ...checkers],
    run: ({ seed }) => runScenario(scenario, seed),
  }
}

/** A trial, and the longest that any operation took, in milliseconds. */
interface Outcome {
  readonly judged: ReadonlyMap<WorkloadName, LaneJudgement>
  readonly slowestMs: number
}

async function runScenario(scenario: Scenario, seed: number): Promise<Figures> {
  const first = await attempt(scenario, seed, 1)
  const starved = problemsOf(scenario, first.judged).length > 0 && first.slowestMs > STARVED_MS
  // A store in memory answers in milliseconds: whatever took so long was this machine, and the trial shows nothing.
  const { judged } = starved ? await attempt(scenario, seed, 3) : first
  const problems = problemsOf(scenario, judged)
  const bad = problems.length > 0
  const found = scenario.bug === null ? { caught: 0, missed: 0, falseAlarms: bad ? 1 : 0, passed: bad ? 0 : 1 } : { caught: bad ? 0 : 1, missed: bad ? 1 : 0, falseAlarms: 0, passed: 0 }
  const remark = starved ? { remark: `run a second time with phases three times as long, because an operation in memory took ${first.slowestMs} ms on this busy machine` } : {}
  return { histories: scenario.lanes.length, ...found, problem: bad ? `seed ${seed}: ${problems.join('\n  ')}` : null, ...remark }
}

/** Runs the trial in a folder of its own, then reads its files back as `capcheck check` does. */
async function attempt(scenario: Scenario, seed: number, stretch: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-selftest-'))
  try {
    const network = new MemoryNetwork(NODES)
    const database = scenario.database(network)
    const plan = planOf(scenario, database, seed, stretch)
    const store = memoryStore(network, database, plan.profile)
    const engine = { name: 'memory', version: '1', origin: 'this process', sha256: null, paths: {} }
    const trial = new Trial(plan, { store, cluster: memoryCluster(NODES), links: network.links, engine, folder, prefix: 't1', emit: () => undefined, stop: new AbortController().signal })
    const record = await trial.run()
    const lanes = await Promise.all(plan.lanes.map(({ workload }) => checkedLane(record, workload, folder)))
    const judgements = judgeTrial(record, lanes, 60_000)
    const slowest = lanes.flatMap(({ operations }) => operations).reduce((most, { call, end }) => Math.max(most, end - call), 0)
    return { judged: new Map(scenario.lanes.map((name, i) => [name, judgements[i]!])), slowestMs: Math.round(slowest / MS) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function checkedLane(record: TrialRecord, workload: Workload, folder: string): Promise<CheckedLane> {
  const lane = record.lanes.find((one) => one.workload === workload.name)!
  const file = join(folder, lane.history)
  const { events } = await readHistory(file)
  return { lane, operations: pairEvents(events, file), checks: workload.checks }
}

function planOf({ id, lanes }: Scenario, { changes }: Database, seed: number, stretch: number): TrialPlan {
  const lane: ProfileLane = { id: 'memory', title: 'store in memory', route: { read: 'any', ledger: 'any', '*': changes }, atomic: true, settings: {} }
  const profile: Profile = { id: 'memory', title: 'store in memory', serverSettings: {}, lanes: {}, settle: { ...SETTLE, ms: stretch * SETTLE.ms }, expected: {} }
  const { deadlineMs, beforeMs, steadyMs } = OPTIONS
  const options = { ...OPTIONS, deadlineMs: stretch * deadlineMs, beforeMs: stretch * beforeMs, steadyMs: stretch * steadyMs }
  return { id, profile, shape: shapeNamed('leader-alone'), seed, lanes: lanes.map((name) => ({ workload: workloadNamed(name), profile: lane })), options }
}

/** The built-in workload, carried out in memory. Accounts hold little, so that a missing check of the balance shows soon. */
function workloadNamed(name: WorkloadName): Workload {
  const workload = WORKLOADS.find((one) => one.name === name)!
  const accounts = workload.facts['accounts'] as readonly Json[] | undefined
  const facts = accounts === undefined ? workload.facts : { ...workload.facts, initial: 10, total: 10 * accounts.length }
  return { ...workload, facts, stores: { memory: memoryWorkload(name) } }
}

function problemsOf(scenario: Scenario, judged: ReadonlyMap<WorkloadName, LaneJudgement>): string[] {
  const { labels, broken, figures = [], unmet } = scenario
  const problems: string[] = []
  for (const [lane, { verdict, checks }] of judged) {
    if (verdict.label !== labels[lane]) problems.push(`${lane} is ${verdict.label}, not ${labels[lane]}: ${verdict.reason}`)
    for (const { id, ok, detail } of verdict.preconditions) if (ok === (id === unmet)) problems.push(`${lane}: precondition ${id} is ${ok ? 'met' : 'missing'}: ${detail}`)
    if (labels[lane] !== 'CP') continue
    for (const { check, valid, summary } of checks) if (valid !== true) problems.push(`${lane}: ${check}: ${summary}`)
  }
  for (const [lane, check] of broken) {
    const result = resultOf(judged, lane, check)
    if (result.valid !== false || result.witness?.confirmed !== true) problems.push(`${lane}: ${check} found nothing that is confirmed: ${result.summary}`)
  }
  for (const [lane, check, , holds] of figures) {
    const result = resultOf(judged, lane, check)
    if (!holds(result.details)) problems.push(`${lane}: the figures of ${check} are not as they must be: ${JSON.stringify(result.details)}`)
  }
  return problems
}

function resultOf(judged: ReadonlyMap<WorkloadName, LaneJudgement>, lane: WorkloadName, check: string): CheckResult {
  return judged.get(lane)!.checks.find((result) => result.check === check)!
}
