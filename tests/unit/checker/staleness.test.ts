import { describe, expect, it } from 'vitest'
import { staleness } from '../../../src/checker/staleness.ts'
import { history, run, type Spec } from './fixture.ts'

const write = (value: number, at: readonly [number, number], type: Spec['type'] = 'ok'): Spec => ({ f: 'write', key: 'x', value, at, type })
const read = (result: number | null, at: readonly [number, number], home: 'n1' | 'n2' = 'n1'): Spec => ({ f: 'read', key: 'x', result, at, home })

describe('register staleness', () => {
  it('measures age in milliseconds and in versions, per node and phase', () => {
    const operations = history(write(1, [1000, 1001]), write(2, [21_000, 21_001]), write(3, [21_010, 21_011]), read(1, [21_051, 21_052], 'n2'), read(3, [21_051, 21_052]))
    const result = run(staleness, operations)
    expect(result).toMatchObject({ valid: true, counts: 'impact', witness: null, details: { reads: 2, stale: 1, maxMs: 50, p50Ms: 50, maxVersions: 2 } })
    expect(result.details['byNode']).toMatchObject({ n1: { steady: { reads: 1, stale: 0, maxMs: null } }, n2: { steady: { reads: 1, stale: 1, maxMs: 50 } } })
  })

  it('calls an initial value stale after an acknowledged write', () => {
    expect(run(staleness, history(write(1, [1000, 1001]), read(null, [1011, 1012]))).details).toMatchObject({ stale: 1, maxMs: 10, maxVersions: 1 })
  })

  it.each([
    ['a write that overlaps the read', write(2, [1000, 1010]), read(null, [1010, 1011])],
    ['a write of unknown outcome', write(2, [1000, 1001], 'info'), read(null, [1010, 1011])],
    ['a failed write', write(2, [1000, 1001], 'fail'), read(null, [1010, 1011])],
  ])('calls nothing stale beside %s', (_, ...specs) => {
    expect(run(staleness, history(...specs)).details['stale']).toBe(0)
  })

  it('never calls a value of unknown origin stale', () => {
    expect(run(staleness, history(write(1, [1000, 1001], 'info'), write(2, [2000, 2001]), read(1, [3000, 3001]))).details['stale']).toBe(0)
  })
})
