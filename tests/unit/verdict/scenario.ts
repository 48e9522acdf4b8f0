import type { NodeId } from '../../../src/core/ids.ts'
import type { Operation } from '../../../src/core/event.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import type { Check, CheckResult, Witness } from '../../../src/core/workload.ts'
import { judgeLane, type JudgeInput } from '../../../src/verdict/judge.ts'
import type { LaneJudgement } from '../../../src/verdict/verdict.ts'
import { AT, NODES, history, lane, trial, type Spec } from '../checker/fixture.ts'

type Outcome = 'ok' | 'fail' | 'info'

/** How the cluster answers in steady; before the cut it answers everything. */
export type Behaviour = (home: NodeId, f: string, count: number) => Outcome

export const everything: Behaviour = () => 'ok'
/** n1 is alone and refuses everything: a majority system. */
export const minorityRefuses: Behaviour = (home) => (home === 'n1' ? 'fail' : 'ok')
/** n1 still reads, and refuses changes. */
export const minorityReads: Behaviour = (home, f) => (home === 'n1' && f !== 'read' ? 'fail' : 'ok')

/** A steady load of 50 operations a home, kind and phase, on one key. */
export function load(behaviour: Behaviour, kinds: readonly string[] = ['read', 'write'], perCell = 50): Spec[] {
  const specs: Spec[] = []
  for (const home of NODES) {
    for (const f of kinds) {
      for (let i = 0; i < perCell; i++) {
        const answer = f === 'read' ? { result: null } : { value: `${home} ${f} ${i}` }
        specs.push({ f, key: 'k0', home, at: [AT.before + i * 100, AT.before + i * 100 + 2], ...answer })
        const type = behaviour(home, f, i)
        specs.push({ f, key: 'k0', home, type, at: [AT.steady + 100 + i * 300, AT.steady + 100 + i * 300 + (type === 'info' ? 1000 : 3)], ...answer })
      }
    }
  }
  return specs
}

/** A probe written at `from` and read at `to`, which answers 0, the older value. */
export function staleProbe(from: NodeId, to: NodeId, ms = 22_000): Spec[] {
  return [
    { f: 'write', key: 'p0', value: 7, home: from, probe: 0, at: [ms, ms + 1] },
    { f: 'read', key: 'p0', result: 0, home: to, probe: 0, at: [ms + 2, ms + 3] },
  ]
}

export function stub(changes: Partial<CheckResult> = {}): Check {
  return () => ({ check: 'stub', valid: true, summary: 'as told', witness: null, counts: 'linearizability', details: {}, ...changes })
}

export function witnessOf(operations: readonly Operation[], confirmed = true): Witness {
  return { explanation: ['as told'], operations, confirmed }
}

/** Judges a register lane on these operations. */
export function judged(specs: readonly Spec[], changes: { readonly trial?: Partial<TrialRecord> } & Partial<Omit<JudgeInput, 'trial'>> = {}): LaneJudgement {
  return judgeLane({
    lane: lane(),
    operations: history(...specs),
    laneChecks: [stub()],
    register: null,
    registerChecks: [],
    budgetMs: 1000,
    ...changes,
    trial: trial(changes.trial),
  })
}
