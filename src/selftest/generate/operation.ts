import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import { PHASES } from '../../core/phase.ts'
import type { LaneInfo, ProbeRecord, TrialRecord } from '../../core/trial.ts'
import type { Check, CheckResult } from '../../core/workload.ts'

export const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

/** Nanoseconds at which the phases of generated histories begin; the load lies within steady. */
export const AT = { setup: -3000, before: -2000, transition: -1000, steady: -500, heal: 9000, after: 10_000, end: 20_000 } as const

/** What a generated operation must say; the rest follows. */
export type Sketch = Pick<Operation, 'f' | 'call' | 'ret'> & Partial<Operation>

/** An operation, acknowledged unless it says otherwise or never returns; its phase follows from its call. */
export function sketched(sketch: Sketch): Operation {
  const home = sketch.home ?? 'n1'
  const type = sketch.type ?? (sketch.ret === Infinity ? 'info' : 'ok')
  return {
    index: -1,
    process: -1,
    value: null,
    node: home,
    side: home === 'n1' ? 'minority' : 'majority',
    phase: PHASES.findLast((phase) => AT[phase] <= sketch.call) ?? 'setup',
    end: sketch.ret === Infinity ? sketch.call : sketch.ret,
    ...sketch,
    home,
    type,
    ...(type === 'info' ? { ret: Infinity } : {}),
  }
}

/** Operations in order of call, numbered; those without a process get one of their own. */
export function numbered(operations: readonly Operation[]): Operation[] {
  return operations
    .toSorted((a, b) => a.call - b.call)
    .map((operation, index) => ({ ...operation, index, process: operation.process < 0 ? index : operation.process }))
}

const CUT = ['n1->n2', 'n1->n3', 'n2->n1', 'n3->n1']

/** A trial in which n1 is cut from n2 and n3, as every check expects one. */
export const TRIAL: TrialRecord = {
  schemaVersion: 1,
  id: 'selftest',
  store: 'selftest',
  textbook: 'CP',
  config: 'selftest',
  seed: 0,
  shape: 'leader-alone',
  provider: 'memory',
  nodes: NODES,
  sides: { minority: ['n1'], majority: ['n2', 'n3'] },
  leaderSide: 'minority',
  leader: 'n1',
  cutLinks: [{ from: 'n1', to: 'n2' }, { from: 'n1', to: 'n3' }, { from: 'n2', to: 'n1' }, { from: 'n3', to: 'n1' }],
  phases: AT,
  deadlineMs: 1,
  minAttempts: 1,
  settle: { ms: 0, why: 'generated' },
  healthyBefore: { ok: true, detail: '' },
  recovered: { ok: true, afterMs: 0, detail: '' },
  convergedMs: 0,
  probes: CUT.map((link): ProbeRecord => ({ link, time: 0, state: 'cut', expected: 'cut', phase: 'steady', waitedMs: 1 })),
  views: [],
  pins: [],
  faults: [],
  lanes: [],
  engine: {},
  serverSettings: {},
  driverSettings: {},
  timing: {},
}

/** The lane of a workload with these facts, as checks expect it. */
export function laneWith(facts: LaneInfo['facts'] = {}): LaneInfo {
  return { workload: 'selftest', profile: 'selftest', profileId: 'selftest', settings: {}, kinds: [], atomic: true, facts, history: 'selftest.jsonl', unsent: 0 }
}

/** Runs a check over generated operations. Nothing is caught: a check that throws is a failure of the row. */
export function check(one: Check, operations: readonly Operation[], lane: LaneInfo = laneWith()): CheckResult {
  return one({ operations, lane, trial: TRIAL, budgetMs: 60_000 })
}
