import { expect, it } from 'vitest'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { register } from '../../../../src/checker/models/register.ts'
import { hard } from './hard.ts'

const model = register({ initial: 0, failedCas: 'mismatch' })
const BUDGET_MS = 1000
/** Bytes: an empty memory of each search, and some configurations. */
const LITTLE = 50_000

it('a history too hard for its time is unknown soon after, with how far the search got', () => {
  const began = performance.now()
  const { valid, objects } = checkLinearizable(hard(), model, { budgetMs: BUDGET_MS })
  expect(performance.now() - began).toBeLessThan(3 * BUDGET_MS)
  expect(valid).toBe('unknown')
  expect(objects[0]).toMatchObject({ stopped: 'time' })
  expect(objects[0]!.order.length).toBeGreaterThan(0)
})

it('a history too hard for its memory is unknown, with how far the search got', () => {
  const { valid, objects } = checkLinearizable(hard(), model, { maxBytes: LITTLE })
  expect(valid).toBe('unknown')
  expect(objects[0]).toMatchObject({ stopped: 'memory' })
  expect(objects[0]!.order.length).toBeGreaterThan(0)
})
