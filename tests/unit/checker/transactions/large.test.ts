import { describe, expect, it } from 'vitest'
import { TxnBuilder } from '../../../../src/checker/transactions/builder.ts'
import { INFO, OK, type TxnColumns } from '../../../../src/checker/transactions/columns.ts'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import { random } from '../../../../src/core/random.ts'

/** A million shows the rate that a user sees; the default only that nothing grows faster than the history. */
const TRANSACTIONS = Number(process.env['CAPCHECK_LARGE_TRANSACTIONS'] ?? 50_000)
const CLIENTS = 10
const OPEN_KEYS = 10
/** Elements after which a key is left for a new one, as Jepsen does. */
const PER_KEY = 32

describe(`a history of ${TRANSACTIONS} transactions`, () => {
  it('is checked in time that grows with its length alone, and found valid', () => {
    const history = serial(-1)
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
    const { valid, anomalies } = checkTransactions(serial(TRANSACTIONS >> 1))
    expect(valid).toBe(false)
    expect(anomalies['G-single-realtime']?.examples[0]).toMatchObject({ confirmed: true })
    expect(anomalies['G-single-realtime']?.examples[0]?.transactions).toHaveLength(2)
  })
})

/**
 * Each transaction takes effect at its call, in order; clients overlap. One in fifty has an unknown outcome.
 *
 * @param stale from this one on, the first that reads a list of some length misses most of it
 */
function serial(stale: number): TxnColumns {
  const dice = random(1)
  const builder = new TxnBuilder()
  let next = 0
  const fresh = (): { key: number; list: number[] } => ({ key: next++, list: [] })
  const open = Array.from({ length: OPEN_KEYS }, fresh)
  let left = stale
  for (let t = 0; t < TRANSACTIONS; t++) {
    const unknown = dice.below(50) === 0
    builder.begin(unknown ? INFO : OK, unknown ? CLIENTS + t : t % CLIENTS, 10 * t, unknown ? Infinity : 10 * (t + CLIENTS) - 1 - dice.below(9))
    const roll = dice.below(5)
    for (let i = 0; i < (roll < 1 ? 1 : roll < 2 ? 2 : 3); i++) {
      const at = dice.below(OPEN_KEYS)
      const { key, list } = open[at]!
      if (dice.below(2) === 0) {
        list.push(list.length + 1)
        builder.append(key, list.length)
        if (list.length === PER_KEY) open[at] = fresh()
      } else if (unknown) builder.unanswered(key)
      else if (left >= 0 && t >= left && i === 0 && list.length > 28) {
        builder.read(key, [1])
        left = -1
      } else builder.read(key, list)
    }
  }
  return builder.build()
}
