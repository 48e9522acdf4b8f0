import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../src/core/event.ts'
import { comparisonRow, type Comparison } from '../../../src/selftest/compare.ts'
import { sketched } from '../../../src/selftest/generate/operation.ts'
import { mutationRow, type Mutation } from '../../../src/selftest/mutate.ts'
import { isGood, type Figures } from '../../../src/selftest/row.ts'
import { showOperations } from '../../../src/selftest/show.ts'
import { shrink } from '../../../src/selftest/shrink.ts'
import { validRow } from '../../../src/selftest/valid.ts'

const OPTIONS = { seed: 7, histories: 400 }

/** Numbers; a history is invalid when it has a 3. */
const numbers: Comparison<number> = {
  id: 'numbers',
  what: 'numbers',
  checkers: ['none'],
  generate: (dice) => Array.from({ length: 6 }, () => dice.below(8)),
  checker: (history) => ({ valid: !history.includes(3) }),
  reference: (history) => ({ valid: !history.includes(3) }),
  show: (history) => history.join(' '),
}

const compared = (changes: Partial<Comparison<number>>): Figures => comparisonRow({ ...numbers, ...changes }).run(OPTIONS) as Figures

describe('a checker beside a reference', () => {
  it('that agree: both kinds of history are counted', () => {
    const figures = compared({})
    expect(figures).toMatchObject({ histories: 400, missed: 0, falseAlarms: 0, problem: null })
    expect(figures.caught + figures.passed).toBe(400)
    expect(isGood(figures)).toBe(true)
  })

  it('a checker that sees nothing misses, and the minimal history is shown with its seed', () => {
    const figures = compared({ checker: () => ({ valid: true }) })
    expect(figures.missed).toBeGreaterThan(100)
    expect(figures.problem).toMatch(/^seed \d+: the checker says valid, the reference invalid, of the minimal history\n3$/)
    expect(isGood(figures)).toBe(false)
  })

  it('a checker that always cries raises false alarms', () => {
    const figures = compared({ checker: () => ({ valid: false }) })
    expect(figures.falseAlarms).toBeGreaterThan(100)
    expect(isGood(figures)).toBe(false)
  })

  it('equal answers with other figures disagree', () => {
    expect(compared({ checker: (history) => ({ valid: !history.includes(3), detail: 'x' }) }).problem).toContain('valid (x), the reference valid, of the minimal history')
  })

  it('an incomplete checker may miss, and may not cry', () => {
    expect(isGood(compared({ incomplete: 'on purpose', checker: (history) => ({ valid: history.filter((one) => one === 3).length < 2 }) }))).toBe(true)
    expect(isGood(compared({ incomplete: 'on purpose', checker: () => ({ valid: false }) }))).toBe(false)
  })

  it('histories that are all valid compare nothing', () => {
    expect(compared({ generate: () => [1] }).problem).toBe('the histories were all valid: nothing was compared')
  })

  it('the same seed gives the same figures', () => {
    expect(compared({})).toEqual(compared({}))
  })
})

const write = sketched({ f: 'write', key: 'r', value: 1, call: 0, ret: 1 })
const read = sketched({ f: 'read', key: 'r', call: 2, ret: 3, result: 1 })
const stale = { ...read, result: 0 }
const isStale = (history: readonly Operation[]): boolean => history.some(({ result }) => result === 0)

const staleRead: Mutation = {
  id: 'test/stale',
  bug: 'a stale read',
  checkers: ['none'],
  valid: () => [write, read],
  mutate: () => ({ history: [write, stale], seeded: [stale] }),
  judge: (history) => ({ valid: !isStale(history), witness: history.filter(({ f }) => f === 'read') }),
}

const mutated = (changes: Partial<Mutation>): Figures => mutationRow({ ...staleRead, ...changes }).run({ seed: 1, histories: 4000 }) as Figures

describe('a mutation', () => {
  it('counts as caught when the witness has an operation of the bug', () => {
    expect(mutated({})).toMatchObject({ histories: 200, caught: 200, missed: 0, falseAlarms: 0, passed: 200, problem: null })
  })

  it.each([
    ['the bug is not reported', { judge: () => ({ valid: true }) }],
    ['the bug is reported without a witness', { judge: (history: readonly Operation[]) => ({ valid: !isStale(history), witness: null }) }],
    ['the witness names operations 0, none of the bug', { judge: (history: readonly Operation[]) => ({ valid: !isStale(history), witness: history.slice(0, 1) }) }],
  ])('is missed when %s', (why, changes) => {
    const figures = mutated(changes)
    expect(figures.missed).toBe(200)
    expect(figures.problem).toBe(`seed 1: ${why}\n  write r 1 ok 0..1 n1 process 0 steady\n  read r null -> 0 ok 2..3 n1 process 1 steady`)
  })

  it('a report of the history without the bug is a false alarm', () => {
    expect(mutated({ judge: () => ({ valid: false, witness: [read] }) })).toMatchObject({ falseAlarms: 200, passed: 0 })
  })

  it('what stays valid by luck is left out, and too little left over is a failure', () => {
    expect(mutated({ broken: () => false })).toMatchObject({ caught: 0, missed: 0, problem: 'only 0 of 200 histories had a place for the bug' })
  })
})

it('long valid histories must pass', () => {
  const row = { id: 'test', bug: 'none', checkers: ['none'], generate: () => [write, read], show: showOperations }
  expect(validRow({ ...row, judge: () => ({ valid: true }) }).run(OPTIONS)).toMatchObject({ histories: 2, passed: 2, falseAlarms: 0, problem: null })
  const figures = validRow({ ...row, judge: (history) => ({ valid: history.length === 0 }) }).run(OPTIONS) as Figures
  expect(figures).toMatchObject({ passed: 0, falseAlarms: 2 })
  expect(figures.problem).toContain('a valid history is reported')
})

it('shrinking leaves nothing out that is needed', () => {
  expect(shrink([1, 2, 3, 4, 5], (items) => items.includes(2) && items.includes(4))).toEqual([2, 4])
})
