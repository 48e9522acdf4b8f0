import { describe, expect, it } from 'vitest'
import { sampleOperations } from '../../../../../src/report/html/timeline/sample.ts'
import { resultInput } from '../../fixture.ts'

const operations = resultInput().trials[0]!.lanes[0]!.judgement.operations

describe('the operations that a timeline draws', () => {
  it('are all of them when they are few', () => {
    expect(sampleOperations(operations, operations.length, new Set()).drawn).toBe(operations)
  })

  it('stay within the limit and keep every node, kind and outcome', () => {
    const { drawn, total } = sampleOperations(operations, 1000, new Set())
    const groups = (some: typeof operations) => new Set(some.map(({ home, f, type }) => `${home} ${f} ${type}`))
    expect(total).toBe(operations.length)
    expect(drawn.length).toBeLessThanOrEqual(1000)
    expect(groups(drawn)).toEqual(groups(operations))
  })

  it('always hold those of the witness', () => {
    const keep = new Set([7, 1234, 20_001])
    const kept = sampleOperations(operations, 200, keep).drawn.map((operation) => operation.index)
    expect(kept).toEqual(expect.arrayContaining([...keep]))
  })

  it('include a handful of rare outcomes whole', () => {
    const rare = operations.map((each, index) => (index % 1000 === 0 ? { ...each, type: 'fail' as const, f: 'rare' } : each))
    const count = (some: typeof operations) => some.filter((each) => each.f === 'rare').length
    expect(count(sampleOperations(rare, 500, new Set()).drawn)).toBe(count(rare))
  })
})
