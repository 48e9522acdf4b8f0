import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../../src/core/event.ts'
import type { Json } from '../../../../src/core/json.ts'
import type { CheckInput } from '../../../../src/core/workload.ts'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import { listAppend, listAppendCheck } from '../../../../src/checker/transactions/check.ts'
import { lane, trial } from '../fixture.ts'
import { ANOMALY_CASES } from '../../../../src/selftest/generate/anomaly-cases.ts'
import { columns, txns } from '../../../../src/selftest/generate/txn.ts'

const names = (text: string): string[] => Object.keys(checkTransactions(columns(txns(text))).anomalies)

describe('each class of anomaly', () => {
  it.each(ANOMALY_CASES)('%s is found in %j and not in %j', (name, bad, good) => {
    expect(names(bad)).toContain(name)
    expect(names(good)).not.toContain(name)
  })

  it.each(ANOMALY_CASES)('%s: the examples in %j are confirmed, and its repair %j is valid', (_, bad, good) => {
    for (const { examples } of Object.values(checkTransactions(columns(txns(bad))).anomalies)) {
      expect(examples.map(({ confirmed }) => confirmed)).not.toContain(false)
    }
    expect(names(good)).toEqual([])
  })
})

describe('what an anomaly rules out', () => {
  const out = (text: string): readonly string[] => checkTransactions(columns(txns(text))).ruledOut

  it('write skew leaves snapshot isolation standing', () => {
    expect(out('rx ay1\n ry ax1')).toEqual(['repeatable read', 'serializable', 'strong session serializable', 'strict serializable'])
  })

  it('a stale read leaves serializability standing, and all orders of clients', () => {
    expect(out('ax1 | 0-1\n rx | 2-3')).toEqual(['strong snapshot isolation', 'strict serializable'])
  })

  it('a client that does not see its own append breaks its session too', () => {
    expect(out('ax1 | p1 0-1\n rx | p1 2-3')).toContain('strong session snapshot isolation')
    expect(out('ax1 | p1 0-1\n rx | p1 2-3')).not.toContain('serializable')
  })

  it('an overwrite cycle rules out everything', () => {
    expect(out('ax1 ay1\n ax2 ay2\n rx12\n ry21')[0]).toBe('read uncommitted')
  })

  it('the verdict is about the model asked for', () => {
    const skew = columns(txns('rx ay1\n ry ax1'))
    expect(checkTransactions(skew, { model: 'snapshot isolation' }).valid).toBe(true)
    expect(checkTransactions(skew, { model: 'serializable' }).valid).toBe(false)
  })
})

describe('outcomes', () => {
  it('an unknown append that nobody saw may never have happened', () => {
    expect(names('ax1 ay1 | info 0-\n rx ry | 5-6')).toEqual([])
  })

  it('an unknown transaction that was seen in one list happened in all', () => {
    expect(names('ax1 ay1 | info 0-\n rx1 ry')).toEqual(['G-single'])
  })

  it('what an unknown or a failed transaction read binds nobody', () => {
    const text = 'ax1\n rx? ay1 | info\n rx? | fail\n rx1'
    expect(checkTransactions(columns(txns(text))).valid).toBe(true)
  })

  it('after an unknown outcome the order of the client is open', () => {
    expect(names('ax1 | p1 0-1 info\n ax2 | p1 2-3\n rx21 | p2 0-9')).toEqual([])
  })

  it('nothing acknowledged means nothing known', () => {
    expect(checkTransactions(columns(txns('ax1 | info'))).valid).toBe('unknown')
  })

  it('an element appended twice by request makes its key undecidable, never an anomaly of the store', () => {
    const { valid, ruledOut } = checkTransactions(columns(txns('ax1\n ax1\n rx11')))
    expect({ valid, ruledOut }).toEqual({ valid: 'unknown', ruledOut: [] })
  })

  it('no time left means unknown, not valid', () => {
    let now = 0
    expect(checkTransactions(columns(txns('ax1')), { budgetMs: 1, now: () => (now += 2) }).valid).toBe('unknown')
  })
})

describe('explanations', () => {
  it('every step of a cycle is told from what was read', () => {
    const { anomalies } = checkTransactions(columns(txns('ax1\n ax3 ay2\n rx13 ry')))
    expect(anomalies['G-single']?.examples[0]?.explanation).toEqual([
      'T1 appended 3 to x, T2 read x as [1 3] and so comes after T1.',
      'T2 read y as [], without the 2 that T1 appended, so T2 comes before T1.',
      'So each of T1, T2 would have to come before the other: no order of them exists.',
    ])
  })

  it('real time and clients are told as such', () => {
    const steps = (text: string): string => Object.values(checkTransactions(columns(txns(text))).anomalies)[0]!.examples[0]!.explanation.join(' ')
    expect(steps('ax1 | 0-1000\n rx | 2000-3000')).toContain('T1 had been acknowledged at 0.001 ms when T2 was invoked at 0.002 ms')
    expect(steps('ax1 | p1 0-1\n rx | p1 1-2')).toContain('done by one client (process 1)')
  })
})

describe('the check', () => {
  const op = (index: number, value: Json, result: Json, call: number, ret: number): Operation => ({
    ...{ index, process: index, f: 'txn', value, result, type: 'ok', call, ret, end: ret, home: 'n1', node: 'n1', side: 'majority', phase: 'steady' },
  })
  const stale = [op(0, [['append', 'x', 1]], [['append', 'x', 1]], 0, 10), op(1, [['r', 'x', null]], [['r', 'x', []]], 20, 30)]
  const input = (operations: readonly Operation[]): CheckInput => ({ operations, lane: lane(), trial: trial(), budgetMs: 1000 })

  it('names the operations of the shortest proof', () => {
    expect(listAppend(input(stale))).toMatchObject({
      valid: false,
      counts: 'impact',
      summary: 'Not strict serializable: 1 G-single-realtime in 2 transactions.',
      witness: { operations: stale, confirmed: true },
      details: { anomalies: { 'G-single-realtime': 1 }, violationsByPhase: { steady: 1 } },
    })
  })

  it('judges by the model and counts as told', () => {
    expect(listAppendCheck({ model: 'serializable', counts: 'linearizability' })(input(stale))).toMatchObject({ valid: true, witness: null, counts: 'linearizability' })
  })

  it('refuses what is no list-append history', () => {
    expect(() => listAppend(input([op(0, [['w', 'x', 1]], [['w', 'x', 1]], 0, 1)]))).toThrow('operation 0: ["w","x",1] is no list-append micro-operation')
  })
})
