import { describe, expect, it } from 'vitest'
import { answered } from '../../../src/core/answered.ts'
import { availability } from '../../../src/verdict/availability.ts'
import { percent, upperBound } from '../../../src/verdict/bound.ts'
import { history, lane, trial, type Spec } from '../checker/fixture.ts'

const read = (at: readonly [number, number], more: Partial<Spec> = {}): Spec => ({ f: 'read', key: 'x', at, ...more })
const cellOf = (phase: string, ...specs: readonly Spec[]) =>
  availability(trial(), lane(), history(...specs)).find((cell) => cell.home === 'n1' && cell.phase === phase && cell.f === 'read')!

describe('availability cells', () => {
  it('cover every home, phase of the load and kind, empty ones too', () => {
    const cells = availability(trial(), lane(), [])
    expect(cells).toHaveLength(3 * 4 * 2)
    expect(cells[0]).toEqual({ workload: 'register', home: 'n1', side: 'minority', phase: 'before', f: 'read', effect: 'read', attempts: 0, ok: 0, fail: 0, info: 0, straddling: 0, bound: null, p50: null, p99: null, errors: {} })
  })

  it('count outcomes and errors, most frequent first', () => {
    const cell = cellOf('steady', read([21_000, 21_004]), read([21_010, 21_012]), read([22_000, 23_000], { type: 'info' }), read([22_000, 22_001], { type: 'fail', code: 'b' }), read([22_000, 22_001], { type: 'fail', code: 'b' }))
    expect(cell).toMatchObject({ attempts: 5, ok: 2, fail: 2, info: 1, straddling: 0, p50: 2, p99: 4 })
    expect(Object.entries(cell.errors)).toEqual([['b', 2], ['deadline', 1]])
  })

  it('book an operation that outlives its phase as straddling and nowhere else', () => {
    const specs = [read([39_990, 40_001]), read([19_999, 20_000])]
    expect(cellOf('steady', ...specs)).toMatchObject({ attempts: 0, straddling: 1 })
    expect(cellOf('heal', ...specs)).toMatchObject({ attempts: 0, straddling: 0 })
    expect(cellOf('transition', ...specs)).toMatchObject({ attempts: 1, straddling: 0 })
  })

  it.each(['insufficient-funds', 'cas-mismatch', 'not-applied'])('take %s for an answer and still show it', (code) => {
    const cell = cellOf('steady', read([21_000, 21_004], { type: 'fail', code }))
    expect(cell).toMatchObject({ attempts: 1, ok: 1, fail: 0, errors: { [code]: 1 } })
  })

  it('take an unknown outcome for no answer, whatever its code', () => {
    expect(answered(history(read([1, 2], { type: 'info', code: 'not-applied' }))[0]!)).toBe(false)
  })

  it('leave out set-up and functions that are no kind of the load', () => {
    const cells = availability(trial(), lane(), history(read([100, 101]), { f: 'ledger', at: [46_000, 46_001] }))
    expect(cells.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(0)
  })
})

describe('95 % bounds', () => {
  it('follow the rule of three when the outcome was never seen', () => {
    expect(upperBound(0, 200)).toBe(0.015)
    expect(percent(upperBound(0, 214)!)).toBe('1.4 %')
    expect(upperBound(0, 2)).toBe(1)
    expect(upperBound(0, 0)).toBeNull()
  })

  it('follow Wilson when it was', () => {
    expect(upperBound(1, 10)).toBeCloseTo(0.4042, 3)
    expect(upperBound(5, 10)).toBeCloseTo(0.7634, 3)
  })
})
