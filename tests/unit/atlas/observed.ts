import type { Finding } from '../../../src/atlas/finding.ts'
import type { ObservedTrial } from '../../../src/atlas/observed.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import type { Spec } from '../checker/fixture.ts'
import { lane, trial } from '../checker/fixture.ts'
import { judged, load, minorityRefuses, stub } from '../verdict/scenario.ts'

/** A finding that expects a CP verdict of the register. */
export function finding(changes: Partial<Finding> = {}): Finding {
  return {
    ...{ id: 'X-1', store: 'postgres', title: 'a configuration', claim: 'something happens', sources: ['derived'] },
    ...{ experiment: { profile: 'PG-1' }, shapes: ['leader-alone'], workloads: ['register'], expects: [{ label: 'CP' }] },
    ...changes,
  }
}

/** A trial of it in which n1, cut off, refuses everything, unless `specs` say something else. */
export function observed(changes: Partial<TrialRecord> = {}, specs: readonly Spec[] = load(minorityRefuses), check = stub()): ObservedTrial {
  const record = trial({ findings: ['X-1'], shape: 'leader-alone', ...changes })
  return { folder: 'postgres-X-1-leader-alone', trial: record, lanes: [{ lane: lane(), judgement: judged(specs, { trial: record, laneChecks: [check] }) }] }
}
