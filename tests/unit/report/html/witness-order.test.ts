import { describe, expect, it } from 'vitest'
import { decisiveOrder, plainly } from '../../../../src/report/html/witness-order.ts'
import type { StoredOperation } from '../../../../src/report/result.ts'

type Draft = Pick<StoredOperation, 'f' | 'value' | 'call' | 'ret'> & Partial<StoredOperation>

function operation(draft: Draft): StoredOperation {
  return { index: 0, process: 0, key: 'x', type: 'ok', end: draft.ret, home: 'n1', node: 'n1', side: 'majority', phase: 'steady', ...draft }
}

const write = operation({ f: 'write', value: 7, call: 1e9, ret: 2e9 })
const staleRead = operation({ f: 'read', value: null, call: 3.5e9, ret: 4e9, result: 5, home: 'n3' })

describe('the order that a witness must keep', () => {
  it('puts what was acknowledged before the last operation, wherever it stands', () => {
    expect(decisiveOrder([write, staleRead])).toEqual({ last: 1, before: [0] })
    expect(decisiveOrder([staleRead, write])).toEqual({ last: 0, before: [1] })
  })

  it('leaves out what overlaps, failed, or never came to a known end', () => {
    const overlaps = operation({ f: 'write', value: 8, call: 1e9, ret: 3.6e9 })
    const failed = operation({ f: 'write', value: 9, call: 1e9, ret: 2e9, type: 'fail' })
    const open = operation({ f: 'write', value: 9, call: 1e9, ret: null, type: 'info' })
    expect(decisiveOrder([write, overlaps, failed, open, staleRead])).toEqual({ last: 4, before: [0] })
    expect(decisiveOrder([overlaps, failed, open, staleRead])).toBeNull()
  })

  it('is told in a sentence with the numbers of the drawing', () => {
    expect(plainly([write, staleRead])).toBe(
      '1 (write x = 7 at n1) had been answered 1.5 s before 2 (read x at n3) was called, so whoever answered 2 had to take it into account. ' +
        'Yet the answer to 2 was 5, which leaves something of that out.',
    )
  })

  it('tells an update that was acknowledged although it could not be', () => {
    const swap = (from: number, to: number, call: number) => operation({ f: 'cas', value: [from, to], call, ret: call + 1e8 })
    const told = plainly([write, swap(7, 8, 3e9), swap(7, 9, 4e9)])
    expect(told).toContain('1 (write x = 7 at n1) and 2 (cas x = [7,8] at n1) had all been answered 900 ms before 3')
    expect(told).toContain('Yet 3 was acknowledged')
  })

  it('claims no order where there is none', () => {
    expect(plainly([operation({ f: 'read', value: null, call: 1, ret: 2, result: 3 })])).toMatch(/^No order of these operations/)
  })
})
