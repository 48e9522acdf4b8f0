import { describe, expect, it } from 'vitest'
import { counterBounds, outOfBounds } from '../../../src/checker/counter-bounds.ts'
import { counterReads, countedBounds } from '../../../src/checker/counter-history.ts'
import type { Operation } from '../../../src/core/event.ts'
import { LIKES, dice, history, lane, run, type Spec } from './fixture.ts'

const change = (f: 'like' | 'unlike', at: readonly [number, number], type: Operation['type'] = 'ok'): Spec => ({ f, key: 'p', value: { id: at[0] }, at, type })
const read = (at: readonly [number, number], result: number, key = 'p'): Spec => ({ f: 'read', key, at, result })
const result = (...specs: readonly Spec[]) => run(counterBounds, history(...specs), LIKES)

describe('counter bounds', () => {
  it('accepts reads that show exactly what was acknowledged', () => {
    expect(result(read([1, 2], 0), change('like', [3, 4]), read([5, 6], 1), change('unlike', [7, 8]), read([9, 10], 0)).valid).toBe(true)
  })

  it('catches a read that misses acknowledged likes, quoting the latest', () => {
    const stale = result(change('like', [20_001, 20_002]), change('like', [20_003, 20_004]), read([20_005, 20_006], 1))
    expect(stale).toMatchObject({
      valid: false,
      counts: 'linearizability',
      details: { below: 1, above: 0, maxMissing: 1, byNode: { n1: 1 }, violationsByPhase: { steady: 1 } },
      witness: { confirmed: true, operations: [{ index: 1 }, { index: 2 }] },
    })
  })

  it('quotes at most three likes and says how many there are', () => {
    const likes = Array.from({ length: 6 }, (_, i) => change('like', [i * 10, i * 10 + 1]))
    const { witness } = result(...likes, read([100, 101], 0))
    expect(witness?.operations.map(({ f }) => f)).toEqual(['like', 'like', 'like', 'read'])
    expect(witness?.explanation[0]).toContain('6 likes of p')
  })

  it('catches a count below zero that no unlike explains', () => {
    expect(result(read([5, 6], -1))).toMatchObject({ valid: false, details: { below: 1 }, witness: { confirmed: true, operations: [{ f: 'read' }] } })
  })

  it('catches a read that shows more than was ever sent', () => {
    expect(result(change('like', [1, 2]), read([5, 6], 2))).toMatchObject({ valid: false, details: { above: 1, maxExtra: 1 }, witness: { confirmed: true } })
  })

  it('catches a read that forgot an acknowledged unlike', () => {
    const over = result(change('like', [1, 2]), change('unlike', [3, 4]), read([5, 6], 1))
    expect(over).toMatchObject({ valid: false, details: { above: 1 } })
    expect(over.witness?.operations.map(({ f }) => f)).toEqual(['unlike', 'read'])
  })

  it('lets an unknown like count or not, for ever', () => {
    for (const seen of [0, 1]) expect(result(change('like', [1, 2], 'info'), read([500, 501], seen)).valid).toBe(true)
    expect(result(change('like', [1, 2], 'info'), read([500, 501], 2)).valid).toBe(false)
  })

  it('lets an unknown unlike count or not', () => {
    for (const seen of [0, 1]) expect(result(change('like', [1, 2]), change('unlike', [3, 4], 'info'), read([500, 501], seen)).valid).toBe(true)
  })

  it('counts a failed like for nothing', () => {
    expect(result(change('like', [1, 2], 'fail'), read([5, 6], 0)).valid).toBe(true)
    expect(result(change('like', [1, 2], 'fail'), read([5, 6], 1)).valid).toBe(false)
  })

  it('lets a like that overlaps the read, or only touches it, count or not', () => {
    for (const seen of [0, 1]) {
      expect(result(change('like', [1, 5]), read([5, 9], seen)).valid).toBe(true)
      expect(result(change('like', [9, 12]), read([5, 9], seen)).valid).toBe(true)
    }
  })

  it('keeps posts apart', () => {
    expect(result(change('like', [1, 2]), read([5, 6], 0, 'q')).valid).toBe(true)
    expect(result(change('like', [1, 2]), read([5, 6], 1, 'q')).valid).toBe(false)
  })

  it('is only impact where the step is not atomic', () => {
    expect(run(counterBounds, history(read([5, 6], 1)), lane({ ...LIKES, atomic: false }))).toMatchObject({ valid: false, counts: 'impact' })
  })

  it('agrees with plain counting on random histories', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const operations = randomLikes(seed)
      const reads = counterReads(operations)
      const naive = reads.flatMap((one) => {
        const { lower, upper } = countedBounds(operations, one)
        const answer = one.result as number
        return answer < lower ? [[one.index, lower - answer]] : answer > upper ? [[one.index, upper - answer]] : []
      })
      expect(outOfBounds(operations, reads).map(({ read: one, missing }) => [one.index, missing]), `seed ${seed}`).toEqual(naive)
    }
  })

  it('never objects to a counter that is one', () => {
    for (let seed = 1; seed <= 200; seed++) expect(run(counterBounds, atomicLikes(seed), LIKES).valid, `seed ${seed}`).toBe(true)
  })
})

function randomLikes(seed: number): Operation[] {
  const roll = dice(seed)
  return history(
    ...Array.from({ length: 15 }, (): Spec => {
      const call = roll(25)
      const at = [call, call + roll(6)] as const
      const f = (['like', 'like', 'unlike', 'read'] as const)[roll(4)]!
      const key = roll(2) === 0 ? 'p' : 'q'
      return f === 'read' ? read(at, roll(5) - 1, key) : { ...change(f, at, (['ok', 'ok', 'info', 'fail'] as const)[roll(4)]!), key }
    }),
  )
}

/** Operations that take effect at a point inside their interval; some lose their answer after or before that. */
function atomicLikes(seed: number): Operation[] {
  const roll = dice(seed)
  let count = 0
  const points = Array.from({ length: 30 }, () => ({ point: 10 + roll(200), f: (['like', 'like', 'unlike', 'read'] as const)[roll(4)]!, reach: [roll(10), roll(10)] as const, lost: roll(6) }))
  const specs = points.toSorted((a, b) => a.point - b.point).map(({ point, f, reach, lost }): Spec => {
    const at = [point - reach[0], point + reach[1]] as const
    if (f === 'read') return read(at, count)
    if (lost !== 0) count += f === 'like' ? 1 : -1
    return change(f, at, lost < 2 ? 'info' : 'ok')
  })
  return history(...specs)
}
