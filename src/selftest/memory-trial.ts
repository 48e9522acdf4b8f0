import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import type { Phase } from '../core/phase.ts'
import type { Profile, ProfileLane } from '../core/profile.ts'
import type { Store } from '../core/store.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { Workload } from '../core/workload.ts'
import { shapeNamed } from '../faults/shapes.ts'
import { pairEvents } from '../history/pairing.ts'
import { readHistory } from '../history/reader.ts'
import { DEFAULT_OPTIONS, type TrialOptions, type TrialPlan } from '../run/plan.ts'
import { Trial, type TrialContext } from '../run/trial.ts'
import { judgeTrial, type CheckedLane } from '../verdict/judge.ts'
import type { LaneJudgement } from '../verdict/verdict.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { MemoryNetwork } from './broken-stores/network.ts'
import { memoryCluster, memoryStore, memoryWorkload, type Database, type MemorySession } from './broken-stores/store.ts'
import type { WorkloadName } from './broken-stores/tables.ts'

const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

/** Long enough for the link probes that the harness sends every two seconds to fall into both halves of steady. */
export const MEMORY_OPTIONS: TrialOptions = { ...DEFAULT_OPTIONS, rate: 30, minAttempts: 60, deadlineMs: 4000, beforeMs: 1800, steadyMs: 5500, healLimitMs: 5000, convergeLimitMs: 10_000 }
export const MEMORY_SETTLE = { ms: 1800, why: 'every node is looked at once a second' }

/** A whole trial in memory, by the code that runs real ones. What is optional is for making it go wrong. */
export interface MemoryTrial {
  readonly id: string
  readonly lanes: readonly WorkloadName[]
  readonly seed: number
  database(network: MemoryNetwork): Database
  readonly options?: TrialOptions
  readonly settle?: Profile['settle']
  /** Changes what is asked of the store. */
  workload?(workload: Workload): Workload
  /** Puts something between the harness and the store. */
  store?(store: Store<MemorySession>, network: MemoryNetwork): Store<MemorySession>
  /** What the trial is told of the world; replaces parts of it. */
  readonly context?: Partial<Pick<TrialContext, 'stop' | 'cluster'>>
  /** Called as each phase begins. */
  onPhase?(phase: Phase, network: MemoryNetwork): void
  /** Milliseconds that each check may take. Default 60 000. */
  readonly budgetMs?: number
}

/** A trial after its judgement. */
export interface JudgedMemoryTrial {
  readonly judged: ReadonlyMap<WorkloadName, LaneJudgement>
  readonly operations: readonly Operation[]
}

/** Runs the trial in a folder of its own, then reads its files back as `capcheck check` does. */
export async function memoryTrial(asked: MemoryTrial): Promise<JudgedMemoryTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-memory-'))
  try {
    const network = new MemoryNetwork(NODES)
    const database = asked.database(network)
    const plan = planOf(asked, database)
    const plain = memoryStore(network, database, plan.profile)
    const trial = new Trial(plan, {
      ...{ store: asked.store?.(plain, network) ?? plain, cluster: memoryCluster(NODES), links: network.links, folder, prefix: 't1' },
      engine: { name: 'memory', version: '1', origin: 'this process', sha256: null, paths: {} },
      emit: (event) => void (event.type === 'phase' && asked.onPhase?.(event.phase, network)),
      stop: new AbortController().signal,
      ...asked.context,
    })
    const record = await trial.run()
    const lanes = await Promise.all(plan.lanes.map(({ workload }) => checkedLane(record, workload, folder)))
    const judgements = judgeTrial(record, lanes, asked.budgetMs ?? 60_000)
    return { judged: new Map(asked.lanes.map((name, i) => [name, judgements[i]!])), operations: lanes.flatMap(({ operations }) => operations) }
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

function planOf({ id, lanes, seed, options = MEMORY_OPTIONS, settle = MEMORY_SETTLE, workload = (own) => own }: MemoryTrial, { changes }: Database): TrialPlan {
  const lane: ProfileLane = { id: 'memory', title: 'store in memory', route: { read: 'any', ledger: 'any', '*': changes }, atomic: true, settings: {} }
  const profile: Profile = { id: 'memory', title: 'store in memory', serverSettings: {}, lanes: {}, settle, expected: {} }
  return { id, profile, shape: shapeNamed('leader-alone'), seed, lanes: lanes.map((name) => ({ workload: workload(workloadNamed(name)), profile: lane })), options }
}

/** The built-in workload, carried out in memory. Accounts hold little, so that a missing check of the balance shows soon. */
function workloadNamed(name: WorkloadName): Workload {
  const workload = WORKLOADS.find((one) => one.name === name)!
  const accounts = workload.facts['accounts'] as readonly Json[] | undefined
  const facts = accounts === undefined ? workload.facts : { ...workload.facts, initial: 10, total: 10 * accounts.length }
  return { ...workload, facts, stores: { memory: memoryWorkload(name) } }
}
