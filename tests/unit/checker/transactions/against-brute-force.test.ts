import { describe, expect, it } from 'vitest'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import { serializable, snapshotIsolated } from '../../../../src/selftest/reference/serial.ts'
import { columns, type Txn } from '../../../../src/selftest/generate/txn.ts'
import { RUNS, SEED } from './fixture.ts'
import { randomTxns } from '../../../../src/selftest/generate/transactions.ts'

describe(`random histories of up to five transactions (${RUNS} from seed ${SEED})`, () => {
  const orders = [
    ['serializable', 'nothing'],
    ['strong session serializable', 'processes'],
    ['strict serializable', 'real time'],
  ] as const

  it.each(orders)('%s exactly when some serial order keeps %s', (model, keep) => {
    let valid = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const history = randomTxns(seed, 2 + (seed % 4))
      const expected = serializable(history, keep)
      const { ruledOut, anomalies } = checkTransactions(columns(history))
      expect({ seed, possible: !ruledOut.includes(model) }).toEqual({ seed, possible: expected })
      for (const { examples } of Object.values(anomalies)) for (const { name, confirmed } of examples) expect({ seed, name, confirmed }).toEqual({ seed, name, confirmed: true })
      if (expected) valid++
    }
    expect(valid).toBeGreaterThan(RUNS / 5)
    expect(valid).toBeLessThan(RUNS)
  })

  it('elements far apart, and elements that are no numbers, change nothing', () => {
    for (let seed = SEED; seed < SEED + RUNS / 4; seed++) {
      const history = randomTxns(seed, 2 + (seed % 4))
      const names = (number: (element: number) => number): string[] => Object.keys(checkTransactions(columns(renamed(history, number))).anomalies)
      expect({ seed, names: names((element) => 90_000_000 * element) }).toEqual({ seed, names: names((element) => element) })
      expect({ seed, names: names((element) => -element) }).toEqual({ seed, names: names((element) => element) })
    }
  })

  it('snapshot isolation is never ruled out when some run under it gives the answers', () => {
    let [missed, forbidden] = [0, 0]
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const history = randomTxns(seed, 2 + (seed % 3))
      const possible = snapshotIsolated(history)
      const out = checkTransactions(columns(history)).ruledOut.includes('snapshot isolation')
      expect({ seed, falseAlarm: possible && out }).toEqual({ seed, falseAlarm: false })
      if (!possible) forbidden++
      if (!possible && !out) missed++
    }
    expect(forbidden).toBeGreaterThan(RUNS / 20)
    // Two appends that nobody saw may come in either order; each order alone may contradict. That is not tried.
    expect(missed).toBeLessThanOrEqual(forbidden / 100)
  })
})

function renamed(history: readonly Txn[], number: (element: number) => number): Txn[] {
  const value = (old: number | readonly number[] | null): number | number[] | null => (old === null ? null : typeof old === 'number' ? number(old) : old.map(number))
  return history.map((txn) => ({ ...txn, ops: txn.ops.map((op) => ({ ...op, value: value(op.value) })) }))
}
