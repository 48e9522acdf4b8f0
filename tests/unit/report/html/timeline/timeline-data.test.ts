import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../../../src/report/build-result.ts'
import { commonLimit } from '../../../../../src/report/html/timeline/budget.ts'
import { timelineOf } from '../../../../../src/report/html/timeline/timeline-data.ts'
import { resultInput } from '../../fixture.ts'

const input = resultInput()
const [run] = buildResult(input).runs
const { operations } = input.trials[0]!.lanes[0]!.judgement

describe('a timeline', () => {
  it('counts all operations of each node and kind, and not only those drawn', () => {
    const { counts, drawn, total, data } = timelineOf(run!, operations, 600)
    expect(counts.map(({ name }) => name)).toEqual(['n1 read', 'n1 write', 'n2 read', 'n2 write', 'n3 read', 'n3 write'])
    expect(counts.reduce((sum, { ok, fail, info }) => sum + ok + fail + info, 0)).toBe(operations.length)
    expect(total).toBe(operations.length)
    expect(drawn).toBeLessThanOrEqual(600)
    expect(data.call.split(' ')).toHaveLength(drawn)
  })

  it('carries phases and faults on the same axis, in microseconds', () => {
    const { data } = timelineOf(run!, operations, 600)
    expect(data.end).toBe(100e6)
    expect(data.spans.at(-1)).toEqual(['after', 90e6, 100e6])
    expect(data.faults[0]).toEqual(['links cut', 22e6])
  })

  it('marks the witness only where its operations are of this history', () => {
    const [write, read] = operations.slice(4, 6).map((each) => ({ ...each, ret: 1, end: 1 }))
    const witness = { workload: 'register', explanation: ['so'], operations: [write!, read!], confirmed: true }
    expect(timelineOf({ ...run!, witness }, operations, 600).data.witness).toEqual([write!.index, read!.index])
    expect(timelineOf({ ...run!, witness: { ...witness, workload: 'bank-transfer' } }, operations, 600).data.witness).toEqual([])
  })
})

describe('the common limit of all timelines', () => {
  it('is the longest history when all fit, and thins only the longest when they do not', () => {
    expect(commonLimit([10, 500, 200], 1000)).toBe(500)
    expect(commonLimit([10, 500, 700], 1000)).toBe(495)
    expect(commonLimit([10, 500, 700].map((count) => Math.min(count, 495)), 1000)).toBe(495)
    expect(commonLimit([], 1000)).toBe(0)
  })
})
