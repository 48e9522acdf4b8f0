import { describe, expect, it } from 'vitest'
import { counterFinal } from '../../../src/checker/counter-final.ts'
import { LIKES, history, run, type Spec } from './fixture.ts'

const like = (at: number, type: Spec['type'] = 'ok'): Spec => ({ f: 'like', key: 'p', value: { id: at }, at: [at, at + 1], type })
const final = (home: 'n1' | 'n2', result: number, at = 46_000): Spec => ({ f: 'read', key: 'p', home, at: [at, at + 1], result })
const result = (...specs: readonly Spec[]) => run(counterFinal, history(...specs), LIKES)

describe('counter final', () => {
  it('accepts a final count equal to the acknowledged likes', () => {
    expect(result(like(2000), like(25_000), final('n1', 2), final('n2', 2))).toMatchObject({ valid: true, details: { posts: 1, lost: 0, over: 0, disagreeing: 0 } })
  })

  it('catches acknowledged likes that no home has any more', () => {
    expect(result(like(2000), like(25_000), like(26_000), final('n1', 1), final('n2', 0))).toMatchObject({
      valid: false,
      details: { lost: 2, over: 0, disagreeing: 1, violationsByPhase: { after: 1 } },
      witness: { confirmed: true },
    })
  })

  it('does not call lost what one home still has', () => {
    expect(result(like(2000), final('n1', 1), final('n2', 0))).toMatchObject({ valid: true, details: { disagreeing: 1 } })
  })

  it('catches a final count above all that was sent', () => {
    expect(result(like(2000), final('n1', 3), final('n2', 2))).toMatchObject({ valid: false, details: { lost: 0, over: 1 } })
  })

  it('lets an unknown like be there or not', () => {
    for (const seen of [1, 2]) expect(result(like(2000), like(25_000, 'info'), final('n1', seen)).valid).toBe(true)
  })

  it('believes only the last read of a home', () => {
    expect(result(like(2000), final('n1', 0), final('n1', 1, 47_000)).valid).toBe(true)
  })

  it('is unknown without any final read', () => {
    expect(result(like(2000)).valid).toBe('unknown')
    expect(result(like(2000, 'fail')).valid).toBe(true)
  })
})
