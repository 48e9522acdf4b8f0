import { describe, expect, it } from 'vitest'
import { bankTotal } from '../../../src/checker/bank-total.ts'
import { runChecks } from '../../../src/checker/run-checks.ts'
import type { Check } from '../../../src/core/workload.ts'
import { BANK, history, lane, trial } from './fixture.ts'

describe('running checks', () => {
  it('turns a check that throws into an unknown result and runs the others', () => {
    const broken: Check = () => {
      throw new Error('out of luck')
    }
    const results = runChecks([broken, bankTotal], { operations: [], lane: BANK, trial: trial(), budgetMs: 1 })
    expect(results).toMatchObject([
      { check: 'broken', valid: 'unknown', counts: 'linearizability', witness: null, summary: expect.stringContaining('out of luck') },
      { check: 'bank total', valid: true },
    ])
  })

  it('does not pass a history that a check cannot read', () => {
    const operations = history({ f: 'read', at: [1, 2], result: 5 })
    expect(runChecks([bankTotal], { operations, lane: BANK, trial: trial(), budgetMs: 1 })).toMatchObject([{ valid: 'unknown' }])
    expect(runChecks([bankTotal], { operations: [], lane: lane(), trial: trial(), budgetMs: 1 })).toMatchObject([{ valid: 'unknown' }])
  })
})
