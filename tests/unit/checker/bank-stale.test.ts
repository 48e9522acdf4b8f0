import { describe, expect, it } from 'vitest'
import { bankReadsOf, transfersOf } from '../../../src/checker/bank-history.ts'
import { bankStale, staleAccounts } from '../../../src/checker/bank-stale.ts'
import type { Operation } from '../../../src/core/event.ts'
import { BANK, dice, history, run, type Spec } from './fixture.ts'

type Versions = { readonly [account: string]: number }
const transfer = (at: readonly [number, number], versions: Versions, type: Operation['type'] = 'ok'): Spec => ({
  f: 'transfer',
  value: { id: `t${at[0]}`, from: 'a', to: 'b', amount: 1 },
  result: { versions },
  at,
  type,
})
const read = (at: readonly [number, number], versions: Versions): Spec => ({ f: 'read', at, result: { balances: { a: 10, b: 10 }, versions } })

describe('bank stale reads', () => {
  it('accepts a read that shows what was acknowledged before it, or newer', () => {
    const operations = history(transfer([1, 2], { a: 1, b: 1 }), read([3, 4], { a: 1, b: 1 }), read([5, 6], { a: 2, b: 1 }))
    expect(run(bankStale, operations, BANK)).toMatchObject({ valid: true, details: { applicable: true, reads: 2, stale: 0, backwards: 0 } })
  })

  it('catches a read older than an acknowledged transfer, with its age', () => {
    const operations = history(transfer([20_001, 20_002], { a: 1 }), transfer([20_003, 20_004], { a: 2 }), read([20_010, 20_011], { a: 0, b: 0 }))
    const result = run(bankStale, operations, BANK)
    expect(result).toMatchObject({
      valid: false,
      counts: 'linearizability',
      details: { stale: 1, backwards: 0, staleMs: { max: 8, p50: 8 }, staleVersions: { max: 2, p50: 2 }, violationsByPhase: { steady: 1 } },
      witness: { confirmed: true, operations: [{ index: 1 }, { index: 2 }] },
    })
  })

  it('lets a read that overlaps the transfer show either version', () => {
    expect(run(bankStale, history(transfer([1, 5], { a: 1 }), read([5, 6], { a: 0 })), BANK).valid).toBe(true)
    expect(run(bankStale, history(transfer([1, 5], { a: 1 }), read([4, 6], { a: 1 })), BANK).valid).toBe(true)
  })

  it('expects nothing of transfers that failed or are unknown', () => {
    expect(run(bankStale, history(transfer([1, 2], { a: 1 }, 'info'), transfer([1, 2], { a: 1 }, 'fail'), read([5, 6], { a: 0 })), BANK).valid).toBe(true)
  })

  it('catches a read that goes back behind an earlier read', () => {
    const result = run(bankStale, history(read([1, 2], { a: 3 }), read([5, 6], { a: 2 })), BANK)
    expect(result).toMatchObject({ valid: false, details: { stale: 0, backwards: 1 }, witness: { confirmed: true } })
  })

  it('says that it does not apply where the store gives no versions', () => {
    const result = run(bankStale, history(transfer([1, 2], {}), read([5, 6], {})), BANK)
    expect(result).toMatchObject({ valid: true, counts: 'impact', details: { applicable: false } })
    expect(result.summary).toContain('Does not apply')
  })

  it('agrees with comparing every read with every answer before it', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const operations = randomBank(seed)
      const acknowledged = transfersOf(operations).filter(({ operation }) => operation.type === 'ok')
      const reads = bankReadsOf(operations)
      const found = staleAccounts(acknowledged, reads).map(({ kind, account, read: one, behind, age }) => [kind, account, one.index, behind, age])
      const naive = reads.flatMap((one) =>
        [...one.versions].flatMap(([account, shown]) => {
          for (const [kind, told] of [['stale', acknowledged], ['backwards', reads]] as const) {
            const above = told.filter(({ operation, versions }) => operation.ret < one.operation.call && (versions.get(account) ?? -1) > shown)
            if (above.length === 0) continue
            const behind = Math.max(...above.map(({ versions }) => versions.get(account)!)) - shown
            return [[kind, account, one.operation.index, behind, one.operation.call - Math.min(...above.map(({ operation }) => operation.ret))]]
          }
          return []
        }),
      )
      expect(found, `seed ${seed}`).toEqual(naive)
    }
  })
})

function randomBank(seed: number): Operation[] {
  const roll = dice(seed)
  return history(
    ...Array.from({ length: 12 }, (): Spec => {
      const call = roll(30)
      const at = [call, call + 1 + roll(6)] as const
      const versions = { a: roll(6), b: roll(6) }
      return roll(2) === 0 ? read(at, versions) : transfer(at, roll(3) === 0 ? { a: versions.a } : versions, (['ok', 'ok', 'info', 'fail'] as const)[roll(4)]!)
    }),
  )
}
