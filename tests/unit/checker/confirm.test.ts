import { describe, expect, it } from 'vitest'
import { contradicts } from '../../../src/checker/confirm.ts'
import { register } from '../../../src/checker/register-lost.ts'
import { history, type Spec } from './fixture.ts'

const write = (value: number, at: readonly [number, number], type: Spec['type'] = 'ok'): Spec => ({ f: 'write', key: 'x', value, at, type })
const read = (result: number, at: readonly [number, number]): Spec => ({ f: 'read', key: 'x', result, at })
const contradiction = (...specs: readonly Spec[]) => contradicts(history(...specs), register(0))

describe('confirmation by exhaustive search', () => {
  it('confirms a stale read after an acknowledged write', () => {
    expect(contradiction(write(1, [1, 2]), read(0, [3, 4]))).toBe(true)
  })

  it('finds an order for operations that overlap or touch', () => {
    expect(contradiction(write(1, [1, 5]), read(0, [3, 4]))).toBe(false)
    expect(contradiction(write(1, [1, 3]), read(0, [3, 4]))).toBe(false)
  })

  it('places an unknown write anywhere after its call, or nowhere', () => {
    expect(contradiction(write(1, [1, 2], 'info'), read(0, [3, 4]))).toBe(false)
    expect(contradiction(write(1, [1, 2], 'info'), read(0, [3, 4]), read(1, [5, 6]))).toBe(false)
    expect(contradiction(write(1, [1, 2], 'info'), read(1, [3, 4]), read(0, [5, 6]))).toBe(true)
    expect(contradiction(read(1, [1, 2]), write(1, [3, 4], 'info'))).toBe(true)
  })

  it('confirms nothing that is too large to search', () => {
    expect(contradiction(...Array.from({ length: 9 }, (_, i) => read(1, [i * 10, i * 10 + 1])))).toBe(false)
  })
})
