import { describe, expect, it } from 'vitest'
import { isGood, type Row } from '../../../src/selftest/row.ts'
import { runRow } from '../../../src/selftest/run.ts'

/** Histories of each checker beside its brute force. */
const HISTORIES = Number(process.env['CAPCHECK_SELFTEST_HISTORIES'] ?? 100_000)
const SEED = Number(process.env['CAPCHECK_SELFTEST_SEED'] ?? 1)

/**
 * Runs rows as tests. A failure prints the first seed that went wrong and the minimal history.
 *
 * @param atOnce all rows begin now: for whole trials, which mostly wait
 */
export function testRows(rows: readonly Row[], atOnce = false): void {
  const options = { seed: SEED, histories: HISTORIES }
  const begun = new Map(atOnce ? rows.map((row) => [row, runRow(row, options)]) : [])
  describe(`${HISTORIES} histories from seed ${SEED}`, () => {
    it.each(rows.map((row) => ({ id: row.id, bug: row.bug, row })))('$id: $bug', { timeout: 900_000 }, async ({ row }) => {
      const { figures, seconds } = await (begun.get(row) ?? runRow(row, options))
      const { histories, caught, missed, falseAlarms, passed, problem, remark } = figures
      const seeds = row.kind === 'end-to-end' ? `seed ${SEED}` : `seeds ${SEED} to ${SEED + histories - 1}`
      console.log(`${row.id}: ${seeds}, ${caught} caught, ${missed} missed, ${falseAlarms} false alarms, ${passed} passed, ${seconds.toFixed(1)} s${remark === undefined ? '' : `; ${remark}`}`)
      expect(problem).toBeNull()
      expect(isGood(figures)).toBe(true)
    })
  })
}
