import { describe, expect, it } from 'vitest'
import { sessions } from '../../../../src/checker/sessions/check.ts'
import { brokenGuarantees } from '../../../../src/checker/sessions/guarantees.ts'
import { registerRows } from '../../../../src/checker/sessions/registers.ts'
import { sessionColumns } from '../../../../src/checker/sessions/rows.ts'
import type { Json } from '../../../../src/core/json.ts'
import { random } from '../../../../src/core/random.ts'
import { history, run, type Spec } from '../fixture.ts'
import { linearizableHistory } from '../../../../src/selftest/generate/register.ts'
import { simulate } from '../../../../src/selftest/generate/transactions.ts'
import { brokenPairs, randomRows } from '../../../../src/selftest/reference/session-rows.ts'

const RUNS = Number(process.env['CAPCHECK_RANDOM_HISTORIES'] ?? 2000)
const SEED = Number(process.env['CAPCHECK_RANDOM_SEED'] ?? 1)

const write = (value: Json, from: number, to: number, home: Spec['home'] = 'n1', type: Spec['type'] = 'ok'): Spec => ({ f: 'write', key: 'x', value, type, at: [from, to], home: home! })
const read = (result: Json, from: number, to: number, home: Spec['home'] = 'n1'): Spec => ({ f: 'read', key: 'x', result, at: [from, to], home: home! })
const txn = (from: number, to: number, home: Spec['home'], ...steps: readonly Json[][]): Spec => ({
  ...{ f: 'txn', at: [from, to] as const, home: home!, result: steps },
  value: steps.map(([f, key, value]): Json => [f!, key!, f === 'r' ? null : value!]),
})

describe('each guarantee', () => {
  it.each([
    ['monotonic-reads', 'registers', [write(1, 0, 1), write(2, 2, 3), read(2, 4, 5, 'n2'), read(1, 6, 7, 'n2')], [write(1, 0, 1), write(2, 2, 3), read(2, 4, 6, 'n2'), read(1, 6, 7, 'n2')]],
    ['monotonic-reads', 'the first value', [write(1, 0, 1), read(1, 2, 3, 'n2'), read(null, 4, 5, 'n2')], [write(1, 0, 1), read(null, 2, 3, 'n2'), read(1, 4, 5, 'n2')]],
    ['read-your-writes', 'registers', [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)], [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5, 'n2')]],
    ['monotonic-reads', 'lists', [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n2', ['r', 'x', [1]]), txn(4, 5, 'n2', ['r', 'x', []])], [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n2', ['r', 'x', [1]]), txn(4, 5, 'n3', ['r', 'x', []])]],
    ['read-your-writes', 'lists', [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n1', ['r', 'x', []])], [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n1', ['r', 'x', [1]])]],
    [
      'writes-follow-reads',
      'lists',
      [txn(0, 9, 'n1', ['append', 'x', 1]), txn(1, 2, 'n2', ['r', 'x', [2, 1]]), txn(3, 4, 'n2', ['append', 'x', 2])],
      [txn(0, 9, 'n1', ['append', 'x', 1]), txn(1, 2, 'n2', ['r', 'x', [1]]), txn(3, 4, 'n2', ['append', 'x', 2]), txn(5, 6, 'n3', ['r', 'x', [1, 2]])],
    ],
    [
      'monotonic-writes',
      'lists',
      [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n1', ['append', 'x', 2]), txn(0, 9, 'n2', ['r', 'x', [2, 1]])],
      [txn(0, 1, 'n1', ['append', 'x', 1]), txn(2, 3, 'n1', ['append', 'x', 2]), txn(0, 9, 'n2', ['r', 'x', [1, 2]])],
    ],
  ])('%s of %s', (guarantee, _, bad, good) => {
    expect(run(sessions, history(...bad))).toMatchObject({ valid: false, counts: 'linearizability', details: { [guarantee]: 1 }, witness: { confirmed: true } })
    expect(run(sessions, history(...good))).toMatchObject({ valid: true, witness: null })
  })

  it('an unknown write may come at any time, and what a failed one wrote says nothing', () => {
    expect(run(sessions, history(write(1, 0, 1, 'n1', 'info'), write(2, 2, 3), read(2, 4, 5), read(1, 6, 7))).valid).toBe(true)
    expect(run(sessions, history(write(1, 0, 1, 'n1', 'fail'), write(2, 2, 3), read(2, 4, 5), read(1, 6, 7))).valid).toBe(true)
  })

  it('known places of values are used where times do not tell', () => {
    const operations = history(write(1, 0, 9, 'n3'), write(2, 0, 9, 'n2'), read(2, 10, 11), read(1, 12, 13))
    expect(brokenGuarantees(sessionColumns(registerRows(operations), 'home'))).toEqual([])
    const rows = sessionColumns(registerRows(operations, (_, value) => Number(value)), 'home')
    expect(brokenGuarantees(rows).map(({ guarantee }) => guarantee)).toEqual(['monotonic-reads'])
  })

  it('clients apart: each process of these has one operation only', () => {
    expect(run(sessions, history(write(1, 0, 1), read(null, 2, 3))).details).toMatchObject({ 'read-your-writes': 1, byProcess: {} })
  })

  it('nothing to look at is unknown', () => {
    expect(run(sessions, history({ f: 'like', at: [0, 1] })).valid).toBe('unknown')
  })
})

describe(`random sessions (${RUNS} from seed ${SEED})`, () => {
  it('agree with comparing all pairs', () => {
    let broken = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const rows = randomRows(random(seed))
      const got = brokenPairs.checker(rows)
      expect({ seed, got }).toEqual({ seed, got: brokenPairs.reference(rows) })
      if (!got.valid) broken++
    }
    expect(broken).toBeGreaterThan(RUNS / 10)
    expect(broken).toBeLessThan(RUNS)
  })

  it('linearizable registers never break one', () => {
    for (let seed = SEED; seed < SEED + RUNS / 10; seed++) {
      const operations = linearizableHistory(seed, { operations: 40, span: 10, unique: true, unknown: 10, failedSwaps: true })
      expect({ seed, valid: run(sessions, operations).valid }).toEqual({ seed, valid: true })
    }
  })

  it('nor do serializable lists, where every transaction takes effect between call and return', () => {
    for (let seed = SEED; seed < SEED + RUNS / 20; seed++) {
      const specs = simulate(seed, 'serializable', { transactions: 60, keys: 3, clients: 5, most: 3, unknown: 10 }).map(({ type, call, ret, ops }): Spec => {
        const steps = ops.map(({ f, key, value }): Json => [f, key, value as Json])
        return { f: 'txn', type, value: steps, ...(type === 'ok' ? { result: steps } : {}), at: [call, ret === Infinity ? call : ret] }
      })
      expect({ seed, valid: run(sessions, history(...specs)).valid }).toEqual({ seed, valid: true })
    }
  })
})
