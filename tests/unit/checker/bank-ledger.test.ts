import { describe, expect, it } from 'vitest'
import { bankLedger } from '../../../src/checker/bank-ledger.ts'
import { BANK, history, lane, run, type Spec } from './fixture.ts'

const transfer = (id: string, at: number, more: Partial<Spec> = {}): Spec => ({
  f: 'transfer',
  value: { id, from: 'a', to: 'b', amount: 1 },
  result: { versions: {} },
  at: [at, at + 1],
  ...more,
})
const ledger = (home: 'n1' | 'n2' | 'n3', at: number, ids: readonly string[]): Spec => ({ f: 'ledger', home, at: [at, at + 1], result: ids })

describe('bank ledger', () => {
  it('accepts a ledger that holds every acknowledged transfer', () => {
    const result = run(bankLedger, history(transfer('t1', 2000), transfer('t2', 3000), ledger('n1', 46_000, ['t2', 't1'])), BANK)
    expect(result).toMatchObject({ valid: true, witness: null, details: { acknowledged: 2, lost: 0 } })
  })

  it('catches an acknowledged transfer that is in the last ledger of no home', () => {
    const result = run(
      bankLedger,
      history(transfer('t1', 2000), transfer('t2', 25_000, { home: 'n2' }), ledger('n1', 46_000, ['t1']), ledger('n2', 46_001, ['t1'])),
      BANK,
    )
    expect(result).toMatchObject({ valid: false, details: { lost: 1, lostIds: ['t2'], violationsByPhase: { after: 1 } } })
    expect(result.details['lostBySide']).toEqual({ majority: { acknowledged: 1, lost: 1 }, minority: { acknowledged: 1, lost: 0 } })
    expect(result.witness).toMatchObject({ confirmed: true, operations: [{ f: 'transfer' }, { f: 'ledger' }] })
  })

  it('lets an unknown transfer be there or not', () => {
    const unknown = transfer('t1', 2000, { type: 'info' })
    expect(run(bankLedger, history(unknown, ledger('n1', 46_000, [])), BANK).valid).toBe(true)
    expect(run(bankLedger, history(unknown, ledger('n1', 46_000, ['t1'])), BANK).valid).toBe(true)
  })

  it('does not expect a transfer that was acknowledged after the ledger was read', () => {
    expect(run(bankLedger, history(transfer('t1', 45_999, { at: [45_999, 46_005] }), ledger('n1', 46_000, [])), BANK).valid).toBe(true)
  })

  it('reports homes that disagree without calling the transfer lost', () => {
    const result = run(bankLedger, history(transfer('t1', 2000), ledger('n1', 46_000, ['t1']), ledger('n2', 46_000, [])), BANK)
    expect(result).toMatchObject({ valid: true, details: { lost: 0, disagreeing: 1, disagreeingIds: ['t1'] } })
  })

  it('believes only the last ledger of a home', () => {
    expect(run(bankLedger, history(transfer('t1', 2000), ledger('n1', 46_000, []), ledger('n1', 47_000, ['t1'])), BANK).valid).toBe(true)
    expect(run(bankLedger, history(transfer('t1', 2000), ledger('n1', 46_000, ['t1']), ledger('n1', 47_000, [])), BANK).valid).toBe(false)
  })

  it('catches a transfer that was reported as failed and is present', () => {
    const result = run(bankLedger, history(transfer('t1', 2000, { type: 'fail' }), ledger('n1', 46_000, ['t1'])), BANK)
    expect(result).toMatchObject({ valid: false, details: { resurrected: 1 }, witness: { confirmed: true } })
  })

  it('catches a transfer that stands twice in one ledger', () => {
    const result = run(bankLedger, history(transfer('t1', 2000), ledger('n1', 46_000, ['t1', 't1'])), BANK)
    expect(result).toMatchObject({ valid: false, details: { repeated: 1 }, witness: { confirmed: true, operations: [{ f: 'ledger' }] } })
  })

  it('catches two transfers that made the same version of one account', () => {
    const result = run(
      bankLedger,
      history(
        transfer('t1', 25_000, { result: { versions: { a: 7, b: 3 } } }),
        transfer('t2', 25_000, { home: 'n2', result: { versions: { a: 7, b: 4 } } }),
        ledger('n1', 46_000, ['t1', 't2']),
      ),
      BANK,
    )
    expect(result).toMatchObject({ valid: false, details: { splits: 1, violationsByPhase: { steady: 1 } }, witness: { confirmed: true } })
    expect(result.witness?.operations).toHaveLength(2)
  })

  it('takes versions of a transfer of unknown outcome for nothing', () => {
    const result = run(
      bankLedger,
      history(transfer('t1', 2000, { type: 'info', result: { versions: { a: 1 } } }), transfer('t2', 3000, { result: { versions: { a: 1 } } }), ledger('n1', 46_000, ['t2'])),
      BANK,
    )
    expect(result.valid).toBe(true)
  })

  it('is unknown when transfers were acknowledged and no final ledger was answered', () => {
    expect(run(bankLedger, history(transfer('t1', 2000), { f: 'ledger', at: [46_000, 46_100], type: 'fail' }), BANK).valid).toBe('unknown')
    expect(run(bankLedger, history(transfer('t1', 2000, { type: 'fail' })), BANK).valid).toBe(true)
  })

  it('is only impact where the step is not atomic', () => {
    expect(run(bankLedger, history(transfer('t1', 2000), ledger('n1', 46_000, [])), lane({ ...BANK, atomic: false })).counts).toBe('impact')
  })
})
