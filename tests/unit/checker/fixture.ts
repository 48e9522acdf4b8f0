import { NS_PER_MS } from '../../../src/checker/time.ts'
import type { Operation } from '../../../src/core/event.ts'
import type { NodeId } from '../../../src/core/ids.ts'
import type { Json } from '../../../src/core/json.ts'
import { PHASES } from '../../../src/core/phase.ts'
import type { LaneInfo, ProbeRecord, TrialRecord, ViewRecord } from '../../../src/core/trial.ts'
import type { Check, CheckResult } from '../../../src/core/workload.ts'
import { TRIAL } from '../../../src/selftest/generate/operation.ts'

/** An operation in test shorthand: times in milliseconds, everything else by default. */
export interface Spec {
  readonly f: string
  readonly key?: string
  readonly value?: Json
  readonly result?: Json
  readonly type?: Operation['type']
  /** Call and end in milliseconds; the phase follows from the call. */
  readonly at: readonly [number, number]
  readonly home?: NodeId
  readonly node?: NodeId
  readonly probe?: number
  readonly code?: string
  readonly note?: string
  readonly unbounded?: true
}

/** Milliseconds at which the phases of the test trial begin; n1 is cut from n2 and n3. */
export const AT = { setup: 0, before: 1000, transition: 10_000, steady: 20_000, heal: 40_000, after: 45_000, end: 50_000 } as const

const LINKS = ['n1->n2', 'n1->n3', 'n2->n1', 'n2->n3', 'n3->n1', 'n3->n2']
export const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

export function history(...specs: readonly Spec[]): Operation[] {
  return specs.toSorted((a, b) => a.at[0] - b.at[0]).map(operation)
}

function operation(spec: Spec, index: number): Operation {
  const type = spec.type ?? 'ok'
  const [call, end] = [spec.at[0] * NS_PER_MS, spec.at[1] * NS_PER_MS]
  const home = spec.home ?? 'n1'
  const error = type === 'ok' ? undefined : { code: spec.code ?? 'deadline', message: 'as told' }
  return {
    index,
    process: index,
    f: spec.f,
    value: spec.value ?? null,
    type,
    call,
    end,
    ret: type === 'info' ? Infinity : end,
    home,
    node: spec.node ?? home,
    side: home === 'n1' ? 'minority' : 'majority',
    phase: PHASES.findLast((phase) => AT[phase] <= spec.at[0]) ?? 'setup',
    ...(spec.key === undefined ? {} : { key: spec.key }),
    ...(type === 'ok' || spec.result !== undefined ? { result: spec.result ?? null } : {}),
    ...(error === undefined ? {} : { error }),
    ...(spec.note === undefined ? {} : { note: spec.note }),
    ...(spec.probe === undefined ? {} : { probe: spec.probe }),
    ...(spec.unbounded === undefined ? {} : { unbounded: spec.unbounded }),
  }
}

export function lane(changes: Partial<LaneInfo> = {}): LaneInfo {
  return {
    workload: 'register',
    profile: 'T-1 test',
    profileId: 'T-1',
    settings: {},
    kinds: [
      { f: 'read', effect: 'read' },
      { f: 'write', effect: 'write' },
    ],
    atomic: true,
    facts: {},
    history: 'register.jsonl',
    unsent: 0,
    ...changes,
  }
}

export const BANK = lane({
  workload: 'bank-transfer',
  facts: { accounts: ['a', 'b'], initial: 10, total: 20 },
  kinds: [
    { f: 'transfer', effect: 'transaction' },
    { f: 'read', effect: 'read' },
  ],
})

export const LIKES = lane({
  workload: 'likes-counter',
  facts: { posts: ['p'] },
  kinds: [
    { f: 'like', effect: 'write' },
    { f: 'unlike', effect: 'write' },
    { f: 'read', effect: 'read' },
  ],
})

export function trial(changes: Partial<TrialRecord> = {}): TrialRecord {
  const ns = (ms: number): number => ms * NS_PER_MS
  return {
    ...TRIAL,
    id: 't1',
    store: 'test',
    config: 'T-1',
    seed: 1,
    provider: 'test',
    cutLinks: [
      { from: 'n1', to: 'n2' },
      { from: 'n2', to: 'n1' },
      { from: 'n1', to: 'n3' },
      { from: 'n3', to: 'n1' },
    ],
    phases: Object.fromEntries(Object.entries(AT).map(([phase, ms]) => [phase, ns(ms)])),
    deadlineMs: 1000,
    minAttempts: 40,
    settle: { ms: 10_000, why: 'test' },
    healthyBefore: { ok: true, detail: 'all three members' },
    recovered: { ok: true, afterMs: 1500, detail: '' },
    convergedMs: 700,
    probes: linkProbes(),
    views: views(),
    pins: NODES.map((node) => ({ home: node, node, reported: node, proved: true })),
    ...changes,
  }
}

/** Probes of every link once in the transition and four times in steady, all as they must be. */
export function linkProbes(): ProbeRecord[] {
  return [11_000, 20_500, 25_000, 35_000, 39_000].flatMap((ms) =>
    LINKS.map((link): ProbeRecord => {
      const state = link.includes('n1') ? 'cut' : 'open'
      return { link, time: ms * NS_PER_MS, state, expected: state, phase: ms < AT.steady ? 'transition' : 'steady', waitedMs: 1 }
    }),
  )
}

export function views(): ViewRecord[] {
  return ([['before', 5000], ['transition', 15_000], ['steady', 25_000], ['steady', 35_000]] as const).flatMap(([phase, ms]) =>
    NODES.map((node): ViewRecord => {
      const reachable = phase === 'before' ? NODES.filter((peer) => peer !== node) : node === 'n1' ? [] : NODES.filter((peer) => peer !== node && peer !== 'n1')
      return { node, time: ms * NS_PER_MS, phase, alive: true, reachable, role: 'peer', detail: null }
    }),
  )
}

export function run(check: Check, operations: readonly Operation[], laneInfo: LaneInfo = lane(), trialRecord: TrialRecord = trial()): CheckResult {
  return check({ operations, lane: laneInfo, trial: trialRecord, budgetMs: 1000 })
}

/** `mulberry32`: a small seeded stream of whole numbers below `below`. */
export function dice(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}
