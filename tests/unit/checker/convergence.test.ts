import { describe, expect, it } from 'vitest'
import { convergence } from '../../../src/checker/convergence.ts'
import { BANK, history, run, trial, lane, type Spec } from './fixture.ts'

const final = (home: 'n1' | 'n2', result: number, at = 46_000): Spec => ({ f: 'read', key: 'x', home, at: [at, at + 1], result })
const write = (value: number, at: number, home: 'n1' | 'n2'): Spec => ({ f: 'write', key: 'x', value, at: [at, at + 1], home })

describe('convergence', () => {
  it('holds when all homes give the same last answer', () => {
    expect(run(convergence, history(final('n1', 1), final('n2', 0), final('n2', 1, 47_000)))).toMatchObject({ valid: true, counts: 'impact', details: { homes: 2, differing: 0, convergedMs: 700 } })
  })

  it('does not hold when homes differ or never settled', () => {
    expect(run(convergence, history(final('n1', 1), final('n2', 0)))).toMatchObject({ valid: false, details: { differing: 1 } })
    expect(run(convergence, history(final('n1', 1)), lane(), trial({ convergedMs: null })).valid).toBe(false)
  })

  it('is unknown without final answers', () => {
    expect(run(convergence, history()).valid).toBe('unknown')
  })

  it('counts the acknowledged writes that the other side overwrote during the cut', () => {
    const operations = history(write(1, 5000, 'n1'), write(2, 25_000, 'n1'), write(3, 26_000, 'n1'), write(4, 27_000, 'n2'), final('n1', 4), final('n2', 4))
    expect(run(convergence, operations).details).toMatchObject({ overwritten: { minority: 2 }, acknowledgedDuringCut: { majority: 1, minority: 2 } })
  })

  it('compares ledgers without regard to order', () => {
    const ledger = (home: 'n1' | 'n2', result: readonly string[]): Spec => ({ f: 'ledger', home, at: [46_000, 46_001], result })
    expect(run(convergence, history(ledger('n1', ['t1', 't2']), ledger('n2', ['t2', 't1'])), BANK).valid).toBe(true)
  })
})
