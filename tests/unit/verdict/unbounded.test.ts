import { describe, expect, it } from 'vitest'
import { unboundedOutcomes } from '../../../src/verdict/unbounded.ts'
import { AT, history, trial, type Spec } from '../checker/fixture.ts'
import { everything, judged, load, minorityRefuses } from './scenario.ts'

const waiting = (changes: Partial<Spec>): Spec => ({ f: 'write', key: 'u0', value: 1, home: 'n1', unbounded: true, at: [AT.steady, AT.steady + 2], ...changes })
const outcomeOf = (changes: Partial<Spec>) => unboundedOutcomes(trial(), history(waiting(changes)))[0]

describe('a write without a deadline', () => {
  it('was answered during the cut, by an acknowledgement or by a refusal', () => {
    expect(outcomeOf({})).toMatchObject({ type: 'ok', afterMs: 2, beforeHeal: true, code: null })
    expect(outcomeOf({ type: 'fail', code: '25006' })).toMatchObject({ type: 'fail', afterMs: 2, beforeHeal: true, code: '25006' })
  })

  it('was answered only after the heal', () => {
    expect(outcomeOf({ at: [AT.steady, AT.heal + 1] })).toMatchObject({ afterMs: AT.heal + 1 - AT.steady, beforeHeal: false })
  })

  it('was given up at the end of the trial', () => {
    expect(outcomeOf({ type: 'info', code: 'no-answer', at: [AT.steady, AT.end] })).toMatchObject({ afterMs: null, beforeHeal: false })
  })

  it('is told in the reason when "late" meant "never"', () => {
    const never = judged([...load(minorityRefuses), waiting({ at: [AT.steady, AT.heal + 1] })])
    expect(never.verdict.reason).toContain('a write at n1 that waited without a deadline had no answer until the heal')
    const refused = judged([...load(minorityRefuses), waiting({ type: 'fail', code: '25006' })])
    expect(refused.verdict.reason).not.toContain('without a deadline')
  })

  it('counts for availability only where it was answered in steady', () => {
    const attempts = (specs: Spec[]) => judged([...load(everything), ...specs]).availability.find(({ home, phase, f }) => home === 'n1' && phase === 'steady' && f === 'write')?.attempts
    expect(attempts([waiting({ at: [AT.steady, AT.heal + 1] })])).toBe(attempts([]))
    expect(attempts([waiting({})])).toBe(attempts([])! + 1)
  })
})
