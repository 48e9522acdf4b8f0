import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../../src/core/event.ts'
import { pairEvents } from '../../../src/history/pairing.ts'

type Draft = Pick<HistoryEvent, 'process' | 'type' | 'time'> & Partial<HistoryEvent>

const pair = (...drafts: Draft[]) =>
  pairEvents(
    drafts.map((draft): HistoryEvent => ({ f: 'read', value: null, home: 'n1', node: 'n1', side: 'a', phase: 'steady', ...draft })),
    'h',
  )

describe('pairing', () => {
  it('joins invocations and completions, in order of invocation', () => {
    const operations = pair(
      { process: 2, type: 'invoke', time: 10, key: 'k' },
      { process: 1, type: 'invoke', time: 11, f: 'write', value: 5 },
      { process: 1, type: 'ok', time: 12, f: 'write', value: 5, note: 'warning' },
      { process: 2, type: 'ok', time: 20, key: 'k', value: 7, phase: 'heal', node: 'n3' },
    )
    expect(operations).toMatchObject([
      { index: 0, process: 2, f: 'read', key: 'k', type: 'ok', value: null, result: 7, call: 10, ret: 20, end: 20, phase: 'steady', node: 'n3' },
      { index: 1, process: 1, f: 'write', type: 'ok', value: 5, result: 5, call: 11, ret: 12, note: 'warning' },
    ])
    expect(operations[1]).not.toHaveProperty('key')
  })

  it('leaves an unknown outcome open for ever, and remembers when the client gave up', () => {
    const error = { code: 'deadline', message: 'late' }
    expect(pair({ process: 1, type: 'invoke', time: 1 }, { process: 1, type: 'info', time: 9, error })).toMatchObject([
      { type: 'info', ret: Infinity, end: 9, error },
    ])
  })

  it('counts an invocation without completion as unknown, ended at the last time seen', () => {
    const operations = pair({ process: 1, type: 'invoke', time: 1 }, { process: 2, type: 'invoke', time: 2 }, { process: 2, type: 'ok', time: 30 })
    expect(operations[0]).toMatchObject({ type: 'info', ret: Infinity, end: 30 })
  })

  it('takes the value of a failure for an answer only when it is neither null nor the argument', () => {
    const fail = (value: HistoryEvent['value']) =>
      pair({ process: 1, type: 'invoke', f: 'cas', value: [1, 2], time: 1 }, { process: 1, type: 'fail', f: 'cas', value, time: 2 })[0]!
    expect(fail(3)).toMatchObject({ type: 'fail', result: 3, ret: 2 })
    expect(fail(null)).not.toHaveProperty('result')
    expect(fail([1, 2])).not.toHaveProperty('result')
  })

  it.each<[string, Draft[], string]>([
    ['a second invocation of an open process', [{ process: 1, type: 'invoke', time: 1 }, { process: 1, type: 'invoke', time: 2 }], 'h:2: process 1 invokes a read while'],
    ['a completion without invocation', [{ process: 1, type: 'ok', time: 1 }], 'h:1: process 1 completes a read that it never invoked'],
    ['a completion of something else', [{ process: 1, type: 'invoke', time: 1 }, { process: 1, type: 'ok', time: 2, f: 'write' }], 'h:2: process 1 completes a write, but'],
    ['time that goes back', [{ process: 1, type: 'invoke', time: 5 }, { process: 1, type: 'ok', time: 4 }], 'h:2: time goes back from 5 to 4'],
    ['time that is no number', [{ process: 1, type: 'invoke', time: NaN }], 'h:1: time is NaN, not a finite number'],
    ['time without end', [{ process: 1, type: 'invoke', time: Infinity }], 'h:1: time is Infinity'],
  ])('refuses %s, naming the line', (_, drafts, message) => {
    expect(() => pair(...drafts)).toThrow(message)
  })
})
