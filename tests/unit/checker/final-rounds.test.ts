import { describe, expect, it } from 'vitest'
import { finalRounds } from '../../../src/checker/final-rounds.ts'
import type { Operation } from '../../../src/core/event.ts'
import { operation } from '../../../src/selftest/generate/register.ts'

const ask = (home: 'n1' | 'n2', key: string, call: number, result: number, more: Partial<Operation> = {}): Operation =>
  operation({ index: call, f: 'read', value: null, home, node: home, key, call, ret: call + 1, end: call + 1, result, phase: 'after', ...more })

describe('the rounds of final reads', () => {
  it('number equal answers equally, so that agreement shows', () => {
    const reads = [ask('n1', 'a', 1, 5), ask('n2', 'a', 2, 4), ask('n1', 'b', 3, 6), ask('n2', 'b', 4, 6), ask('n2', 'a', 6, 5), ask('n2', 'b', 8, 6)]
    expect(finalRounds(reads)).toEqual([
      { home: 'n1', from: 1, to: 4, answer: 0 },
      { home: 'n2', from: 2, to: 5, answer: 1 },
      { home: 'n2', from: 6, to: 9, answer: 0 },
    ])
  })

  it('give no answer where a question was not answered, and leave out a round that was broken off', () => {
    const reads = [ask('n1', 'a', 1, 5), ask('n1', 'b', 3, 5, { type: 'info', ret: Infinity }), ask('n1', 'a', 6, 5)]
    expect(finalRounds(reads)).toEqual([{ home: 'n1', from: 1, to: 4, answer: null }])
  })

  it('are made of reads after the heal only', () => {
    expect(finalRounds([ask('n1', 'a', 1, 5, { phase: 'steady' }), ask('n1', 'a', 3, 5, { f: 'write', value: 5 })])).toEqual([])
  })
})
