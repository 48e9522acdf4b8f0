import { describe, expect, it } from 'vitest'
import { bankTotal } from '../../../src/checker/bank-total.ts'
import { BANK, history, lane, run } from './fixture.ts'

const read = (at: number, balances: { readonly [account: string]: number | null }) =>
  ({ f: 'read', at: [at, at + 1], result: { balances, versions: {} } }) as const

describe('bank total', () => {
  it('accepts reads that keep the total', () => {
    const result = run(bankTotal, history(read(1, { a: 10, b: 10 }), read(5, { a: 3, b: 17 })), BANK)
    expect(result).toMatchObject({ valid: true, witness: null, counts: 'linearizability', details: { reads: 2, badReads: 0 } })
  })

  it.each([
    ['a wrong total', { a: 3, b: 10 }, 'wrong-total', 7],
    ['a missing account', { a: 20 }, 'missing-account', 1],
    ['an account that reads as null', { a: 20, b: null }, 'missing-account', 1],
    ['an account that was never opened', { a: 10, b: 5, c: 5 }, 'unknown-account', 1],
    ['an overdraft', { a: -4, b: 24 }, 'negative-balance', 4],
  ])('catches %s with one read as witness', (_, balances, fault, by) => {
    const result = run(bankTotal, history(read(1, { a: 10, b: 10 }), read(30_000, balances)), BANK)
    expect(result.valid).toBe(false)
    expect(result.details['errors']).toEqual({ [fault]: expect.objectContaining({ count: 1, first: { operation: 1, node: 'n1', atMs: 30_000, by } }) })
    expect(result.witness).toMatchObject({ confirmed: true, operations: [{ index: 1 }] })
    expect(result.details['violationsByPhase']).toEqual({ steady: 1 })
  })

  it('reports first, worst and last of a fault and shows the worst', () => {
    const result = run(bankTotal, history(read(1, { a: 9, b: 10 }), read(2, { a: 1, b: 10 }), read(3, { a: 8, b: 10 })), BANK)
    expect(result.details['errors']).toMatchObject({ 'wrong-total': { count: 3, first: { by: 1 }, worst: { by: 9 }, last: { by: 2 } } })
    expect(result.witness?.operations[0]?.index).toBe(1)
  })

  it('is only impact where the step is not atomic', () => {
    const result = run(bankTotal, history(read(1, { a: 9, b: 10 })), lane({ ...BANK, atomic: false }))
    expect(result).toMatchObject({ valid: false, counts: 'impact' })
  })

  it('ignores reads that brought no answer', () => {
    expect(run(bankTotal, history({ f: 'read', at: [1, 2], type: 'fail' }, { f: 'read', at: [1, 2], type: 'info' }), BANK).valid).toBe(true)
  })
})
