import { describe, expect, it } from 'vitest'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import { random } from '../../../../src/core/random.ts'
import { serialTransactions } from '../../../../src/selftest/generate/serial-transactions.ts'

/** A million shows the rate that a user sees; the default only that nothing grows faster than the history. */
const TRANSACTIONS = Number(process.env['CAPCHECK_LARGE_TRANSACTIONS'] ?? 50_000)

describe(`a history of ${TRANSACTIONS} transactions`, () => {
  it('is checked in time that grows with its length alone, and found valid', () => {
    const history = serialTransactions(TRANSACTIONS, random(1))
    const began = performance.now()
    const { valid, anomalies } = checkTransactions(history)
    const seconds = (performance.now() - began) / 1000
    const mebibytes = Math.round(process.memoryUsage().rss / 2 ** 20)
    process.stderr.write(
      `${TRANSACTIONS} transactions, ${history.kind.length} micro-operations: ${seconds.toFixed(2)} s, ${Math.round(TRANSACTIONS / seconds / 1000)} thousand a second, ${mebibytes} MiB in all\n`,
    )
    expect({ valid, anomalies }).toEqual({ valid: true, anomalies: {} })
    expect(seconds).toBeLessThan(30)
  })

  it('one old answer in the middle is found, in two transactions', () => {
    const { valid, anomalies } = checkTransactions(serialTransactions(TRANSACTIONS, random(1), TRANSACTIONS >> 1))
    expect(valid).toBe(false)
    expect(anomalies['G-single-realtime']?.examples[0]).toMatchObject({ confirmed: true })
    expect(anomalies['G-single-realtime']?.examples[0]?.transactions).toHaveLength(2)
  })
})
