import { describe, expect, it } from 'vitest'
import { namedModel, naturalModel, NAMED_MODELS } from '../../../../src/checker/named/table.ts'
import type { Setting } from '../../../../src/checker/named/answer.ts'
import { ofSearch } from '../../../../src/checker/named/searched.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import type { Operation } from '../../../../src/core/event.ts'
import type { Json } from '../../../../src/core/json.ts'

const SETTING: Setting = { failedCas: 'nothing', facts: null, recorded: false, isolation: 'strict serializable' }

/** Operations one after the other: function, argument, answer, and `info` where the outcome is unknown. */
const history = (...rows: readonly (readonly [f: string, value: Json, result: Json, type?: Operation['type']])[]): Operation[] =>
  rows.map(([f, value, result, type = 'ok'], index) => ({
    ...{ index, process: index, f, value, type, call: 10 * index, ret: type === 'info' ? Infinity : 10 * index + 5, end: 10 * index + 5 },
    ...{ home: 'n1', node: 'n1', side: 'unknown', phase: 'before' },
    ...(type === 'ok' ? { result } : {}),
  }))

function judge(model: string, operations: readonly Operation[], setting: Partial<Setting> = {}) {
  const { direct, search, notes } = namedModel(model)!.task(operations, { ...SETTING, ...setting })
  const answer = direct?.(1000) ?? ofSearch(checkLinearizable(search!.operations, search!.model), search!)
  return { ...answer, notes }
}

describe('the natural model', () => {
  it.each([
    ['cas-register', history(['write', 1, 1], ['read', null, 1])],
    ['append-kv', history(['get', null, ''])],
    ['counter', history(['like', { id: 1 }, null], ['read', null, 1])],
    ['counter', history(['add', 1, 1], ['read', null, 1])],
    ['set', history(['add', 1, 1], ['read', null, [1]])],
    ['bank', history(['transfer', {}, {}], ['read', null, {}])],
    ['list-append', history(['txn', [], []])],
  ])('is %s', (name, operations) => {
    expect(naturalModel(operations).name).toBe(name)
  })

  it.each([
    ['reads alone', history(['read', null, 1])],
    ['adds without an answered read', history(['add', 1, 1])],
    ['functions of two models', history(['write', 1, 1], ['transfer', {}, {}])],
    ['functions of none', history(['toString', 1, 1])],
  ])('is not guessed for %s', (_, operations) => {
    expect(() => naturalModel(operations)).toThrow('not clear which model')
  })

  it('has a name of its own for each model', () => {
    expect(new Set(NAMED_MODELS.map(({ name }) => name)).size).toBe(NAMED_MODELS.length)
  })
})

describe('counter', () => {
  it('steps of any size: exact by search, beyond what bounds can tell', () => {
    const adds = [['add', 2, 2, 'info'], ['add', 5, 5, 'info']] as const
    expect(judge('counter', history(...adds, ['read', null, 5])).valid).toBe(true)
    expect(judge('counter', history(...adds, ['read', null, 3])).valid).toBe(false)
    expect(judge('counter', history(...adds, ['read', null, 5], ['read', null, 2])).valid).toBe(false)
  })

  it('decrements, and bounds that are confirmed', () => {
    const found = judge('counter', history(['add', 3, 3], ['add', -1, -1], ['read', null, 3]))
    expect(found).toMatchObject({ valid: false, violations: [{ confirmed: true }] })
    expect(found.violations[0]!.explanation.at(-1)).toContain('at least 2 and at most 2; it answers 3')
    expect(judge('counter', history(['add', 3, 3], ['add', -1, -1], ['read', null, 2])).valid).toBe(true)
  })

  it('increments by one: a fraction and a fall are violations', () => {
    expect(judge('counter', history(['add', 1, 1], ['read', null, 0.5])).valid).toBe(false)
    expect(judge('counter', history(['add', 1, 1, 'info'], ['read', null, 1], ['read', null, 0])).valid).toBe(false)
  })

  it('begins where the user says', () => {
    expect(judge('counter', history(['add', 1, 1], ['read', null, 11]), { initial: 10 }).valid).toBe(true)
    expect(() => judge('counter', history(['read', null, 1]), { initial: 'ten' })).toThrow('--initial of a counter is a whole number')
  })
})

describe('bank', () => {
  it('takes the total from the first read, and says so', () => {
    const answer = judge('bank', history(['read', null, { a: 1, b: 2 }], ['read', null, { a: 2, b: 1 }]))
    expect(answer.valid).toBe(true)
    expect(answer.notes[0]).toContain('total of 3 are taken from the first read')
  })

  it.each([
    ['a total that changed', { a: 1, b: 1 }],
    ['an overdraft', { a: -1, b: 4 }],
    ['an account that is gone', { a: 3 }],
    ['an account that nobody opened', { a: 1, b: 2, c: 0 }],
    ['a balance of null', { a: 3, b: null }],
  ])('finds %s', (_, balances) => {
    expect(judge('bank', history(['read', null, balances]), { initial: { a: 1, b: 2 } })).toMatchObject({ valid: false, violations: [{ confirmed: true }] })
  })

  it('without a read is unknown', () => {
    expect(judge('bank', history(['transfer', { from: 'a', to: 'b', amount: 1 }, {}])).valid).toBe('unknown')
  })
})

describe('set', () => {
  it('a null answer is the empty set, no answer says nothing', () => {
    expect(judge('set', history(['add', 1, 1], ['read', null, null])).valid).toBe(false)
    const unanswered = { ...history(['add', 1, 1], ['read', null, [1]])[1]!, index: 2, result: undefined } as unknown as Operation
    expect(judge('set', [...history(['add', 1, 1], ['read', null, [1]]), unanswered]).valid).toBe(true)
  })
})

describe('registers', () => {
  it('begin as the user, the lane or the format says, in this order', () => {
    const reads = history(['read', null, 5])
    expect(judge('register', reads).valid).toBe(false)
    expect(judge('register', reads, { customInitial: 5 }).valid).toBe(true)
    expect(judge('register', reads, { customInitial: 4, facts: { initial: 5 } }).valid).toBe(true)
    expect(judge('register', reads, { initial: 4, facts: { initial: 5 } }).valid).toBe(false)
    expect(judge('register', reads.map((op) => ({ ...op, key: 'k' })), { initial: { k: 5 } }).valid).toBe(true)
  })
})
