import type { Operation } from '../../../../src/core/event.ts'
import { linearizableHistory, operation } from '../../../../src/selftest/generate/register.ts'

/** Many operations at once, some of unknown outcome, and an answer in the end that nothing explains: no search gets through. */
export function hard(): Operation[] {
  const own = linearizableHistory(1, { operations: 2000, span: 120, unique: false, unknown: 10, failedSwaps: true })
  const end = own.reduce((last, { call, ret }) => Math.max(last, call, ret === Infinity ? 0 : ret), 0)
  const close = [
    operation({ index: own.length, f: 'write', value: 1, call: end + 1, ret: end + 2 }),
    operation({ index: own.length + 1, f: 'read', result: 4, call: end + 3, ret: end + 4 }),
    operation({ index: own.length + 2, f: 'write', value: 4, call: end + 5, ret: end + 6 }),
  ]
  return [...own, ...close]
}
