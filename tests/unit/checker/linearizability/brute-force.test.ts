import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { register } from '../../../../src/checker/models/register.ts'
import { IMPOSSIBLE } from '../../../../src/checker/models/model.ts'
import type { Operation } from '../../../../src/core/event.ts'
import type { Json } from '../../../../src/core/json.ts'
import { operation, randomHistory } from '../../../../src/selftest/generate/register.ts'

const model = register({ initial: 0, failedCas: 'mismatch' })
const RUNS = 1500

/** Every subset of the unknown operations, every permutation of what then happened: slower still, and shorter. */
function permuted(operations: readonly Operation[]): boolean {
  const relevant = operations.filter((op) => model.role(op) !== 'none' && !(op.type === 'info' && model.role(op) === 'read'))
  const from = (open: readonly Operation[], state: Json): boolean =>
    open.every(({ type }) => type === 'info') ||
    open.some((op) => {
      if (open.some((other) => other.type !== 'info' && other.ret < op.call)) return false
      const after = model.step(state, op)
      return after !== IMPOSSIBLE && from(open.filter((other) => other !== op), after)
    })
  return from(relevant, 0)
}

describe('the brute force', () => {
  it.each([
    ['few values, unknown outcomes', { operations: 6, span: 8, unique: false, unknown: 25, failedSwaps: true }],
    ['equal operations at once', { operations: 7, span: 4, unique: false, unknown: 15, failedSwaps: true }],
    ['unique values', { operations: 7, span: 12, unique: true, unknown: 15, failedSwaps: true }],
  ])('says the same as all permutations, with all orders and with those that are not alike: %s', (_, shape) => {
    const seen = { linearizable: 0, impossible: 0 }
    for (let seed = 1; seed <= RUNS; seed++) {
      const history = randomHistory(seed, shape)
      const expected = permuted(history) ? 'linearizable' : 'impossible'
      const said = [bruteForce(history, model, 0), bruteForce(history, model, 0, { left: 1e6 }, 'unlike')]
      expect({ seed, said }).toEqual({ seed, said: [expected, expected] })
      seen[expected]++
    }
    expect(Math.min(seen.linearizable, seen.impossible)).toBeGreaterThan(RUNS / 50)
  })

  it('is unknown when its work is used up', () => {
    const work = { left: 20 }
    expect(bruteForce(swaps(12), model, 0, work)).toBe('unknown')
    expect(work.left).toBeLessThan(0)
  })
})

describe('a violation of many operations at once', () => {
  it.each([19, 61])('%s swaps there and back, of which none may be left out, are confirmed', (count) => {
    const { valid, violations } = checkLinearizable(swaps(count), model)
    expect(valid).toBe(false)
    expect(violations).toMatchObject([{ confirmed: true, operations: { length: count + 1 } }])
  })
})

/** An odd number of swaps between 0 and 1, all open at once, after which the register should hold 0 again. */
function swaps(count: number): Operation[] {
  const there = Array.from({ length: count }, (_, i) => operation({ index: i, process: i, f: 'cas', value: i % 2 === 0 ? [0, 1] : [1, 0], call: i, ret: 1000 + i }))
  return [...there, operation({ index: count, process: count, f: 'read', result: 0, call: 2000, ret: 2001 })]
}
