import { expect, it } from 'vitest'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { linearizableHistory, operation } from '../../../../src/selftest/generate/register.ts'

const model = register({ initial: 0, failedCas: 'mismatch' })
const BUDGET_MS = 1000
/** Bytes: an empty memory of each search, and some configurations. */
const LITTLE = 50_000

/** Many operations at once, some of unknown outcome, and an answer in the end that nothing explains: no search gets through. */
function hard(): Operation[] {
  const own = linearizableHistory(1, { operations: 2000, span: 120, unique: false, unknown: 10, failedSwaps: true })
  const end = own.reduce((last, { call, ret }) => Math.max(last, call, ret === Infinity ? 0 : ret), 0)
  const close = [
    operation({ index: own.length, f: 'write', value: 1, call: end + 1, ret: end + 2 }),
    operation({ index: own.length + 1, f: 'read', result: 4, call: end + 3, ret: end + 4 }),
    operation({ index: own.length + 2, f: 'write', value: 4, call: end + 5, ret: end + 6 }),
  ]
  return [...own, ...close]
}

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
