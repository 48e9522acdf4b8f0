import { describe, expect, it } from 'vitest'
import { registerLost } from '../../../src/checker/register-lost.ts'
import { history, run, type Spec } from './fixture.ts'

const write = (value: number, at: readonly [number, number], more: Partial<Spec> = {}): Spec => ({ f: 'write', key: 'x', value, at, ...more })
const final = (home: 'n1' | 'n2', result: number | null, at = 46_000): Spec => ({ f: 'read', key: 'x', home, at: [at, at + 1], result })
const result = (...specs: readonly Spec[]) => run(registerLost, history(...specs))

describe('register lost writes', () => {
  it('accepts a key that ends with its last write', () => {
    expect(result(write(1, [2000, 2001]), write(2, [3000, 3001]), final('n1', 2))).toMatchObject({ valid: true, details: { keys: 1, acknowledged: 2, lost: 0 } })
  })

  it('catches a key that ends with a value older than acknowledged writes, and counts each', () => {
    const lost = result(write(1, [2000, 2001]), write(2, [25_000, 25_001]), write(3, [26_000, 26_001], { home: 'n2' }), final('n1', 1), final('n2', 1))
    expect(lost).toMatchObject({
      valid: false,
      counts: 'linearizability',
      details: { lost: 2, keysWithLoss: 1, lostBySide: { minority: { acknowledged: 2, lost: 1 }, majority: { acknowledged: 1, lost: 1 } }, violationsByPhase: { after: 1 } },
      witness: { confirmed: true },
    })
    expect(lost.witness?.operations.map(({ value }) => value)).toEqual([1, 2, null])
  })

  it('catches a key that ends with its initial value', () => {
    const lost = result(write(1, [2000, 2001]), final('n1', null))
    expect(lost).toMatchObject({ valid: false, details: { lost: 1 }, witness: { confirmed: true } })
    expect(lost.witness?.operations).toHaveLength(2)
  })

  it('counts a swap as a write of its second value', () => {
    const swap = { f: 'cas', key: 'x', value: [1, 2], at: [3000, 3001] } as const
    expect(result(write(1, [2000, 2001]), swap, final('n1', 1)).valid).toBe(false)
    expect(result(write(1, [2000, 2001]), swap, final('n1', 2)).valid).toBe(true)
  })

  it('does not call lost a write that ran beside the surviving one', () => {
    expect(result(write(1, [2000, 2005]), write(2, [2005, 2006]), final('n1', 1)).valid).toBe(true)
  })

  it('does not call lost what an unknown write may have replaced', () => {
    expect(result(write(1, [2000, 2001], { type: 'info' }), write(2, [3000, 3001]), final('n1', 1)).valid).toBe(true)
  })

  it('expects nothing of failed and unknown writes', () => {
    expect(result(write(1, [2000, 2001]), write(2, [3000, 3001], { type: 'info' }), write(3, [4000, 4001], { type: 'fail' }), final('n1', 1)).valid).toBe(true)
  })

  it('does not call lost what one home still has', () => {
    expect(result(write(1, [2000, 2001]), write(2, [3000, 3001]), final('n1', 1), final('n2', 2)).valid).toBe(true)
  })

  it('does not expect a write that ended after the final read was called', () => {
    expect(result(write(1, [2000, 2001]), write(2, [45_000, 46_000]), final('n1', 1)).valid).toBe(true)
  })

  it('is unknown when writes were acknowledged and no final read was answered, probes aside', () => {
    expect(result(write(1, [2000, 2001])).valid).toBe('unknown')
    expect(result(write(1, [2000, 2001], { probe: 1 })).valid).toBe(true)
  })
})
