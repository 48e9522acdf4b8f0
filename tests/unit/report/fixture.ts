import type { Operation } from '../../../src/core/event.ts'
import type { NodeId } from '../../../src/core/ids.ts'
import type { Phase } from '../../../src/core/phase.ts'
import type { LaneInfo, TrialRecord } from '../../../src/core/trial.ts'
import type { Witness } from '../../../src/core/workload.ts'
import type { JudgedTrial, ResultInput } from '../../../src/report/build-result.ts'
import { headlinesOf } from '../../../src/pipeline/headlines.ts'
import { matrix } from '../../../src/verdict/matrix.ts'
import type { AvailabilityCell, LaneJudgement, Precondition, Verdict } from '../../../src/verdict/verdict.ts'

/** Would end a script block, start an element, and break a table, if anything were printed as it came. */
export const HOSTILE = '</script><script>alert(1)</script> | <img src=x onerror=alert(2)> `tick` & "quote"'

const SECOND = 1e9
const BEGINS: { readonly [phase in Phase]: number } = { setup: 0, before: 2, transition: 22, steady: 40, heal: 80, after: 90 }
const END = 100
const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']
const KINDS = [
  { f: 'read', effect: 'read' },
  { f: 'write', effect: 'write' },
] as const

type Answer = 'ok' | 'fail' | 'info'
/** What a node answers to a kind while the cut holds. */
export type Behaviour = (home: NodeId, f: string) => Answer

export interface LaneSketch {
  readonly workload: string
  readonly profile: string
  readonly behaviour: Behaviour
  readonly verdict: Omit<Verdict, 'preconditions' | 'caveats'> & Partial<Pick<Verdict, 'preconditions' | 'caveats'>>
  readonly witness?: Witness
  /** Operations a second and node and kind. */
  readonly rate?: number
}

export interface TrialSketch {
  readonly store: string
  readonly storeTitle: string
  readonly textbook: 'CP' | 'AP'
  readonly config: string
  readonly shape: string
  readonly leader: NodeId | null
  readonly lanes: readonly LaneSketch[]
}

/** A trial with operations, availability and everything else that a report prints. */
export function judgedTrial(sketch: TrialSketch, number: number): JudgedTrial {
  const minority: readonly NodeId[] = sketch.shape === 'leader-alone' ? ['n1'] : ['n3']
  const majority = NODES.filter((node) => !minority.includes(node))
  const sides = { majority, minority }
  const lanes = sketch.lanes.map(laneInfo)
  const trial = trialRecord(sketch, number, sides, lanes)
  return {
    folder: `${number}-${sketch.config.toLowerCase()}-${sketch.shape}`,
    storeTitle: sketch.storeTitle,
    trial,
    lanes: sketch.lanes.map((lane, index) => ({
      lane: lanes[index] as LaneInfo,
      judgement: judgement(lane, trial, (home) => (minority.includes(home) ? 'minority' : 'majority')),
      historySha256: 'ab'.repeat(32),
    })),
  }
}

function laneInfo(lane: LaneSketch): LaneInfo {
  return {
    workload: lane.workload,
    profile: lane.profile,
    profileId: lane.profile.split(' ')[0] ?? '',
    settings: { write: 'QUORUM', note: HOSTILE },
    kinds: KINDS,
    atomic: true,
    facts: { keys: 8 },
    history: `${lane.workload}.jsonl`,
    unsent: 12,
  }
}

function trialRecord(
  sketch: TrialSketch,
  number: number,
  sides: { readonly [side: string]: readonly NodeId[] },
  lanes: readonly LaneInfo[],
): TrialRecord {
  const at = (seconds: number) => seconds * SECOND
  const phases = Object.fromEntries(Object.entries(BEGINS).map(([phase, seconds]) => [phase, at(seconds)]))
  return {
    schemaVersion: 1,
    id: `t${number}`,
    store: sketch.store,
    textbook: sketch.textbook,
    config: sketch.config,
    seed: 42,
    shape: sketch.shape,
    provider: 'sandbox',
    nodes: NODES,
    sides,
    leaderSide: sketch.shape === 'leader-alone' ? 'minority' : 'majority',
    leader: sketch.leader,
    cutLinks: [
      { from: 'n1', to: 'n3' },
      { from: 'n3', to: 'n1' },
    ],
    phases: { ...phases, end: at(END) },
    deadlineMs: 5000,
    minAttempts: 200,
    settle: { ms: 18_000, why: 'failure detection of the store takes 10 s here' },
    healthyBefore: { ok: true, detail: 'three members, replication caught up' },
    recovered: { ok: true, afterMs: 4200, detail: 'all members back' },
    convergedMs: 5300,
    probes: [{ link: 'n1->n3', time: at(23), state: 'cut', expected: 'cut', phase: 'transition', waitedMs: 1000 }],
    views: [],
    pins: [],
    faults: [
      { time: at(22), phase: 'transition', what: 'links cut', detail: null },
      { time: at(34), phase: 'transition', what: 'leader moved to n2', detail: { term: 3 } },
      { time: at(80), phase: 'heal', what: 'links open', detail: null },
    ],
    lanes,
    engine: {},
    serverSettings: { synchronous_commit: 'on', wal_receiver_timeout: '10s' },
    driverSettings: { retries: 0 },
    timing: { phases: 100_000 },
  }
}

function judgement(lane: LaneSketch, trial: TrialRecord, sideOf: (home: NodeId) => string): LaneJudgement {
  const operations = generate(lane, sideOf)
  const preconditions: readonly Precondition[] = [
    { id: 'cut', ok: true, detail: '12 of 12 links as expected in 240 probes' },
    { id: 'power', ok: true, detail: 'at least 400 attempts per side and kind' },
  ]
  return {
    verdict: { preconditions, caveats: ['A stale read in the first seconds is possible and was not seen.'], ...lane.verdict },
    availability: cells(operations, lane.workload),
    matrix: matrix(trial, cells(operations, lane.workload), 0),
    probes: [{ from: 'n1', to: 'n3', noAckAtX: 0, noAnswerAtY: 31, staleAtY: 2, leaked: 0 }],
    unbounded: [
      { side: 'minority', home: 'n1', node: 'n1', type: 'ok', afterMs: 30_500, beforeHeal: false, code: null },
      { side: 'majority', home: 'n2', node: 'n2', type: 'fail', afterMs: 2.5, beforeHeal: true, code: '25006' },
    ],
    checks: [
      {
        check: 'register-linearizable',
        valid: lane.witness === undefined,
        counts: 'linearizability',
        summary: 'Every key was searched to the end.',
        witness: lane.witness ?? null,
        details: { keys: 8 },
      },
      { check: 'lost', valid: true, counts: 'impact', summary: 'No acknowledged write was lost.', witness: null, details: { lost: 0 } },
    ],
    witness: lane.witness ?? null,
    operations,
  }
}

function generate(lane: LaneSketch, sideOf: (home: NodeId) => string): Operation[] {
  const gap = SECOND / (lane.rate ?? 10)
  const operations: Operation[] = []
  for (let call = BEGINS.before * SECOND; call < END * SECOND; call += gap) {
    for (const home of NODES) {
      for (const { f } of KINDS) {
        const at = Math.round(call + operations.length * 7919)
        const phase = phaseAt(at)
        const cut = phase === 'transition' || phase === 'steady'
        const type = cut ? lane.behaviour(home, f) : 'ok'
        operations.push(operation(operations.length, { f, call: at, home, side: sideOf(home), phase, type }))
      }
    }
  }
  return operations
}

function operation(index: number, base: Pick<Operation, 'f' | 'call' | 'home' | 'side' | 'phase' | 'type'>): Operation {
  const latency = { ok: 2e6 + (index % 7) * 4e5, fail: 1e6, info: 5e9 }[base.type]
  const error = { code: base.type === 'fail' ? 'not-leader' : 'deadline', message: HOSTILE }
  return {
    index,
    process: index % 24,
    key: `k${index % 8}`,
    value: base.f === 'write' ? index : null,
    ret: base.type === 'info' ? Infinity : base.call + latency,
    end: base.call + latency,
    node: base.home,
    ...base,
    ...(base.type === 'ok' ? { result: base.f === 'read' ? index - 9 : null } : { error }),
  }
}

function phaseAt(ns: number): Phase {
  const entries = Object.entries(BEGINS) as [Phase, number][]
  return entries.findLast(([, seconds]) => seconds * SECOND <= ns)?.[0] ?? 'setup'
}

function cells(operations: readonly Operation[], workload: string): AvailabilityCell[] {
  const found = new Map<string, Operation[]>()
  for (const each of operations) {
    const key = `${each.home} ${each.phase} ${each.f}`
    const group = found.get(key)
    if (group === undefined) found.set(key, [each])
    else group.push(each)
  }
  return [...found.values()].map((group) => {
    const [first] = group as [Operation]
    const count = (type: Answer) => group.filter((each) => each.type === type).length
    const [ok, fail, info] = [count('ok'), count('fail'), count('info')]
    const { home, side, phase, f } = first
    return {
      workload, home, side, phase, f,
      effect: f === 'read' ? 'read' : 'write',
      attempts: group.length, ok, fail, info, straddling: 1,
      bound: 0.0075,
      p50: ok === 0 ? null : 2.8,
      p99: ok === 0 ? null : 4.4,
      errors: { ...(fail > 0 ? { 'not-leader': fail } : {}), ...(info > 0 ? { deadline: info } : {}) },
    }
  })
}

/** A write acknowledged on one side, and a later read of the older value on the other. */
export function staleWitness(): Witness {
  const write = operation(9001, { f: 'write', call: 45 * SECOND, home: 'n2', side: 'majority', phase: 'steady', type: 'ok' })
  const lost = operation(9002, { f: 'write', call: 45.0005 * SECOND, home: 'n1', side: 'minority', phase: 'steady', type: 'info' })
  const read = operation(9003, { f: 'read', call: 52 * SECOND, home: 'n1', side: 'minority', phase: 'steady', type: 'ok' })
  return {
    explanation: [
      'n2 acknowledged the write of 9001 to k1.',
      'Seven seconds later n1 answered a read of k1 with 8994, the value before it.',
      `No order of the operations lets a read return a value that was overwritten before the read began. ${HOSTILE}`,
    ],
    operations: [write, lost, read].map((each) => ({ ...each, key: 'k1' })),
    confirmed: true,
  }
}

const yes: Behaviour = () => 'ok'

/** Four labels on three stores, one store that could not run. */
export function sketches(): readonly TrialSketch[] {
  const judged = { sideScope: 'CP', subLabel: null, consistent: true, available: false, witnessPhases: [] } as const
  return [
    {
      store: 'postgres', storeTitle: 'PostgreSQL', textbook: 'CP', config: 'PG-5', shape: 'leader-alone', leader: 'n1',
      lanes: [
        {
          workload: 'register', profile: 'PG-5 synchronous, primary only', rate: 40,
          behaviour: (home, f) => (home !== 'n1' ? 'fail' : f === 'read' ? 'ok' : 'info'),
          verdict: {
            ...judged, label: 'CP', subLabel: 'nobody could write',
            reason: 'No violation found in 23,520 operations (62 probes); node n2 answered 0 of 400 writes.',
          },
        },
      ],
    },
    {
      store: 'postgres', storeTitle: 'PostgreSQL', textbook: 'CP', config: 'PG-2', shape: 'leader-in-majority', leader: 'n1',
      lanes: [
        {
          workload: 'likes-counter', profile: 'PG-2 asynchronous, reads at any node',
          behaviour: (home, f) => (home === 'n1' || f === 'read' ? 'ok' : 'fail'),
          witness: staleWitness(),
          verdict: {
            ...judged, label: 'neither', sideScope: 'neither', consistent: false, witnessPhases: ['steady'],
            reason: 'n3 read an older value after a newer one was acknowledged, and answered 0 of 400 writes.',
          },
        },
      ],
    },
    {
      store: 'cassandra', storeTitle: 'Cassandra', textbook: 'AP', config: 'C-1', shape: 'any', leader: null,
      lanes: [
        {
          workload: 'register', profile: 'C-1 ONE/ONE', behaviour: yes, witness: staleWitness(),
          verdict: {
            ...judged, label: 'AP', sideScope: 'AP', consistent: false, available: true, witnessPhases: ['steady', 'heal'],
            reason: 'Every node answered every kind of request; these two operations contradict linearizability.',
          },
        },
        {
          workload: 'bank-transfer', profile: 'C-10 logged batch', behaviour: yes,
          verdict: {
            ...judged, label: 'inconclusive', sideScope: 'inconclusive', consistent: 'unknown', available: true,
            reason: `The check ran out of time. ${HOSTILE}`,
            preconditions: [{ id: 'checked', ok: false, detail: 'bank totals: 60 s used up', remedy: '--check-budget 300' }],
          },
        },
      ],
    },
  ]
}

/** Input of a result that shows every label once. */
export function resultInput(trials = sketches().map(judgedTrial)): ResultInput {
  const engine = { version: '17.10', origin: 'on PATH', sha256: 'cd'.repeat(32), paths: { bin: '/nowhere/bin' } }
  return {
    version: '0.1.0',
    created: '2026-11-23T03:00:00.000Z',
    command: 'capcheck start --yes --seed 42',
    provider: 'sandbox',
    engines: [{ ...engine, name: 'PostgreSQL' }, { ...engine, name: 'Cassandra', version: '5.0.6', sha256: null }],
    notRun: [{ store: 'mongodb', reason: `no mongod was found ${HOSTILE}`, hint: 'Run capcheck setup mongodb.' }],
    trials,
    headlines: headlinesOf(trials),
    timeBudget: [{ store: 'postgres', steps: { boot: 2100, phases: 100_000, checks: 840, report: 120, teardown: 600 } }],
    exitCode: 2,
  }
}
