import { describe, expect, it } from 'vitest'
import { counterBounds } from '../../../src/checker/counter-bounds.ts'
import type { Operation } from '../../../src/core/event.ts'
import { judgeLane, judgeTrial } from '../../../src/verdict/judge.ts'
import { BANK, LIKES, history, lane, trial } from '../checker/fixture.ts'
import { everything, judged, load, minorityRefuses, staleProbe, stub, witnessOf } from './scenario.ts'

const kinds = ['transfer', 'read']
const bankLoad = (...args: Parameters<typeof load>) => history(...load(args[0], kinds))
const pair = history({ f: 'read', key: 'x', at: [30_000, 30_001] }, { f: 'read', key: 'x', at: [30_002, 30_003] })

function bankRow(bank: readonly Operation[], register: readonly Operation[], bankResult = stub(), registerResult = stub()) {
  return judgeLane({
    trial: trial(),
    lane: BANK,
    operations: bank,
    laneChecks: [bankResult],
    register: { lane: lane(), operations: register },
    registerChecks: [registerResult],
    budgetMs: 1000,
  })
}

describe('the row of another workload', () => {
  it('is not available when the register is refused though its own kinds are answered', () => {
    const { verdict } = bankRow(bankLoad(everything), history(...load(minorityRefuses)))
    expect(verdict.label).toBe('CP')
    expect(verdict.reason).toContain('n1 answered 0 of 50 register writes')
  })

  it('is broken by a probe of the register lane', () => {
    const { verdict, witness, checks } = bankRow(bankLoad(everything), history(...load(everything), ...staleProbe('n1', 'n2')))
    expect(verdict.label).toBe('AP')
    expect(witness?.operations[0]?.probe).toBe(0)
    expect(checks.map(({ check }) => check)).toEqual(['stub', 'convergence'])
  })

  it('shows its own witness rather than one of the probes or of the register', () => {
    const { witness, verdict } = bankRow(bankLoad(everything), history(...load(everything), ...staleProbe('n1', 'n2')), stub({ valid: false, check: 'own', witness: witnessOf(pair) }))
    expect(witness?.operations).toBe(pair)
    expect(verdict.reason).toContain('[own]')
  })

  it('prefers a probe to the register check', () => {
    const { witness } = bankRow(bankLoad(everything), history(...load(everything), ...staleProbe('n1', 'n2')), stub(), stub({ valid: false, witness: witnessOf(pair) }))
    expect(witness?.operations[0]?.probe).toBe(0)
  })

  it('is not broken by its own impact findings', () => {
    const { verdict, checks } = bankRow(bankLoad(minorityRefuses), history(...load(minorityRefuses)), stub({ valid: false, counts: 'impact', witness: witnessOf(pair) }))
    expect(verdict).toMatchObject({ label: 'CP', consistent: true })
    expect(checks[0]?.valid).toBe(false)
  })

  it('carries the availability of its own kinds only', () => {
    expect(new Set(bankRow(bankLoad(everything), history(...load(everything))).availability.map(({ workload }) => workload))).toEqual(new Set(['bank-transfer']))
  })

  it('needs the power of the register lane too', () => {
    const { verdict } = bankRow(bankLoad(minorityRefuses), [])
    expect(verdict.preconditions.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(['power', 'control'])
  })
})

describe('the register row', () => {
  it('lists its own checks, convergence and the probes', () => {
    expect(judged(load(minorityRefuses)).checks.map(({ check }) => check)).toEqual(['stub', 'convergence', 'Gilbert-Lynch probes'])
  })
})

describe('a whole trial', () => {
  const lanes = [
    { lane: lane(), operations: history(...load(everything), ...staleProbe('n1', 'n2')), checks: [stub()] },
    { lane: LIKES, operations: history(...load(everything, ['like', 'unlike'])), checks: [counterBounds] },
  ]

  it('judges every lane as judgeLane does', () => {
    const both = judgeTrial(trial(), lanes, 1000)
    expect(both[0]).toEqual(judged(load(everything).concat(staleProbe('n1', 'n2'))))
    expect(both[1]).toEqual(
      judgeLane({ trial: trial(), lane: LIKES, operations: lanes[1]!.operations, laneChecks: [counterBounds], register: lanes[0]!, registerChecks: lanes[0]!.checks, budgetMs: 1000 }),
    )
  })

  it('gives the same result byte for byte each time', () => {
    const again = lanes.map(({ lane: info, operations, checks }) => ({ lane: structuredClone(info), operations: structuredClone(operations), checks }))
    expect(JSON.stringify(judgeTrial(trial(), again, 1000))).toBe(JSON.stringify(judgeTrial(trial(), lanes, 1000)))
  })

  it('judges a lane alone when there is no register lane', () => {
    expect(judgeTrial(trial(), [lanes[1]!], 1000)).toHaveLength(1)
  })

  it('never crashes on a check that throws', () => {
    const { verdict } = judged(load(minorityRefuses), {
      laneChecks: [
        () => {
          throw new Error('bug')
        },
      ],
    })
    expect(verdict).toMatchObject({ label: 'inconclusive', consistent: 'unknown' })
  })
})
