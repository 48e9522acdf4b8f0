import { describe, expect, it } from 'vitest'
import { registerHistories, written } from '../../../src/checker/register-history.ts'
import { registerLost } from '../../../src/checker/register-lost.ts'
import { staleness } from '../../../src/checker/staleness.ts'
import type { Operation } from '../../../src/core/event.ts'
import { dice, history, run, type Spec } from './fixture.ts'

const write = (value: number, at: readonly [number, number], type: Spec['type'] = 'ok'): Spec => ({ f: 'write', key: 'x', value, at, type })
const of = (...specs: readonly Spec[]) => registerHistories(history(...specs)).get('x')!

describe('the history of a register', () => {
  it('takes nothing for older than a write that touches it', () => {
    expect(of(write(1, [1, 5]), write(2, [5, 6])).superseded(1, 9e9)).toBeNull()
    expect(of(write(1, [1, 4]), write(2, [5, 6])).superseded(1, 9e9)?.by.value).toBe(2)
  })

  it('takes a value that only a failed or unknown write can have written for new', () => {
    expect(of(write(1, [1, 2], 'fail'), write(2, [5, 6])).superseded(1, 9e9)).toBeNull()
    expect(of(write(1, [1, 2], 'info'), write(2, [5, 6])).superseded(1, 9e9)).toBeNull()
  })

  it('takes the later of two writes of one value for its writer', () => {
    expect(of(write(1, [1, 2]), write(2, [5, 6]), write(1, [8, 9])).superseded(1, 9e9)).toBeNull()
    expect(of(write(1, [1, 2], 'info'), write(2, [5, 6]), write(1, [3, 4])).superseded(1, 9e9)).toBeNull()
  })

  it('agrees with comparing every pair of writes', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const roll = dice(seed)
      const operations = history(
        ...Array.from({ length: 10 }, (_, i): Spec => {
          const call = roll(30)
          return write(i, [call, call + roll(8)], (['ok', 'ok', 'ok', 'info', 'fail'] as const)[roll(5)]!)
        }),
      )
      const call = (20 + roll(25)) * 1e6
      for (let value = -1; value < 10; value++) {
        const found = registerHistories(operations).get('x')!.superseded(value, call)
        const newer = naive(operations, value, call)
        expect(found === null ? null : found.by.ret, `seed ${seed}, value ${value}`).toBe(newer.length === 0 ? null : Math.min(...newer.map(({ ret }) => ret)))
        // The number of versions is a lower bound.
        expect(found?.versions ?? 0).toBeLessThanOrEqual(newer.length)
      }
    }
  })

  it('gives no check a reason to object to a register that is one', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const operations = atomicRegister(seed)
      expect(run(registerLost, operations).valid, `seed ${seed}`).toBe(true)
      expect(run(staleness, operations).details['stale'], `seed ${seed}`).toBe(0)
    }
  })
})

function naive(operations: readonly Operation[], value: number, call: number): Operation[] {
  const writer = operations.find((operation) => written(operation) === value)
  const settled = writer === undefined ? -Infinity : writer.type === 'ok' ? writer.ret : Infinity
  return operations.filter((operation) => operation.type === 'ok' && operation.call > settled && operation.ret < call)
}

/** Writes and reads that take effect at a point inside their interval, then final reads; some writes lose their answer. */
function atomicRegister(seed: number): Operation[] {
  const roll = dice(seed)
  let value: number | null = null
  const points = Array.from({ length: 25 }, () => ({ point: 21_000 + roll(150), reach: [roll(9), roll(9)] as const, kind: roll(3), fate: roll(6) }))
  const specs = points
    .toSorted((a, b) => a.point - b.point)
    .map(({ point, reach, kind, fate }, i): Spec => {
      const at = [point - reach[0], point + reach[1]] as const
      if (kind === 0) return { f: 'read', key: 'x', result: value, at }
      if (fate === 0) return write(i, at, 'info')
      value = i
      return write(i, at, fate === 1 ? 'info' : 'ok')
    })
  return history({ f: 'write', key: 'x', value: -5, at: [20_000, 20_001], type: 'info' }, ...specs, { f: 'read', key: 'x', result: value, at: [46_000, 46_001] })
}
