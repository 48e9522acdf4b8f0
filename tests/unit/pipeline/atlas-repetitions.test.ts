import { describe, expect, it } from 'vitest'
import { repetitionsOf } from '../../../src/pipeline/atlas-repetitions.ts'
import { storeNamed, trialId, type TrialJob } from '../../../src/pipeline/job.ts'
import type { JudgedTrial } from '../../../src/report/build-result.ts'
import { DEFAULT_OPTIONS } from '../../../src/run/plan.ts'
import { observed } from '../atlas/observed.ts'
import { AT } from '../checker/fixture.ts'

const store = storeNamed('postgres')
const job = (...findings: string[]): TrialJob => ({ profile: 'PG-1', shape: 'leader-alone', seed: 7, workloads: ['register', 'bank-transfer'], options: { ...DEFAULT_OPTIONS, rate: 30 }, findings })
/** A trial of these findings in which nothing of the script was done. */
const judged = (of: TrialJob, changes: Parameters<typeof observed>[0] = {}): JudgedTrial => {
  const { trial, lanes } = observed({ minAttempts: 100_000, ...changes })
  return { folder: trialId('postgres', of), storeTitle: 'PostgreSQL', trial, lanes: lanes.map((each) => ({ ...each, historySha256: '' })) }
}

describe('the repetitions of a run of the atlas', () => {
  it('are of what was short of samples, with the same seed and longer phases', () => {
    const [selection] = repetitionsOf([{ store, trials: [job('PG-3')] }], [judged(job('PG-3'))])
    const [before, steady] = [2 * (AT.transition - AT.before), 1.5 * (AT.heal - AT.steady)]
    expect(selection).toEqual({ store, trials: [{ ...job('PG-3'), repetition: 2, options: { ...job().options, beforeMs: before, steadyMs: steady } }] })
    expect(trialId(store.id, selection!.trials[0]!)).toBe('postgres-PG-3-leader-alone-r2')
  })

  it('are of nothing else: another finding of the trial, a trial that was stopped, one that never began', () => {
    // PG-1 has no needs, and its answers were others than expected.
    expect(repetitionsOf([{ store, trials: [job('PG-1', 'PG-3')] }], [judged(job('PG-1', 'PG-3'))])[0]!.trials.map(({ findings }) => findings)).toEqual([['PG-3']])
    expect(repetitionsOf([{ store, trials: [job('PG-1')] }], [judged(job('PG-1'))])).toEqual([])
    expect(repetitionsOf([{ store, trials: [job('PG-3')] }], [judged(job('PG-3'), { stopped: { reason: 'error', message: 'n2 died' } })])).toEqual([])
    expect(repetitionsOf([{ store, trials: [job('PG-3')] }], [])).toEqual([])
  })

  it('share a cluster where the first trials did', () => {
    const selections = [{ store, trials: [job('PG-3'), job('PG-4')] }, { store, trials: [job('PG-6')] }]
    const trials = selections.flatMap((each) => each.trials.map((one) => judged(one)))
    expect(repetitionsOf(selections, trials).map((each) => each.trials.map(({ findings }) => findings))).toEqual(selections.map((each) => each.trials.map(({ findings }) => findings)))
  })
})
