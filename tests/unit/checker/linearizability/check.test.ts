import { describe, expect, it, vi } from 'vitest'
import { linearizability } from '../../../../src/checker/linearizability/check.ts'
import type { Operation } from '../../../../src/core/event.ts'
import type { Json } from '../../../../src/core/json.ts'
import type { LaneInfo, TrialRecord } from '../../../../src/core/trial.ts'
import { operation } from '../../../../src/selftest/generate/register.ts'

const SECOND = 1e9
const BUDGET_MS = 5000

function run(drafts: readonly Draft[], facts: { [name: string]: Json } = {}) {
  const operations = drafts.map((draft, index): Operation => operation({ ...draft, index }))
  return linearizability({ operations, lane: { facts } as unknown as LaneInfo, trial: {} as TrialRecord, budgetMs: BUDGET_MS })
}

type Draft = Partial<Operation> & Pick<Operation, 'f' | 'call' | 'ret'>

const setup: Draft = { f: 'write', value: 0, call: 0, ret: 1, phase: 'setup' }
const write7: Draft = { f: 'write', value: 7, call: 4.1 * SECOND, ret: 4.21 * SECOND }
const staleRead: Draft = { f: 'read', call: 4.3 * SECOND, ret: 4.4 * SECOND, result: 0, home: 'n3', node: 'n3', side: 'minority' }

describe('the linearizability check', () => {
  it('accepts a history whose setup writes the initial value that the lane also names', () => {
    const result = run([setup, { ...staleRead, call: 2, ret: 3 }, write7], { initial: 0 })
    expect(result).toMatchObject({ valid: true, witness: null, counts: 'linearizability' })
    expect(result.details).toMatchObject({ operations: 3, keys: 1, algorithms: { 'unique-values': 1 }, violationsByPhase: {} })
  })

  it('takes the initial value of keys without a setup write from the facts of the lane', () => {
    expect(run([{ ...staleRead, key: 'p1' }], { initial: 0 }).valid).toBe(true)
    expect(run([{ ...staleRead, key: 'p1' }], { initial: { p1: 0 } }).valid).toBe(true)
    expect(run([{ ...staleRead, key: 'p1' }]).valid).toBe(false)
  })

  it('tells a stale read with nodes, sides, phase and times, and what should have come', () => {
    const result = run([setup, write7, staleRead])
    expect(result.valid).toBe(false)
    expect(result.witness!.confirmed).toBe(true)
    expect(result.details).toMatchObject({ violatedKeys: ['r'], violationsByPhase: { steady: 1 } })
    expect(result.witness!.explanation).toEqual([
      'Write of 0 to key r by the client at n1 (majority side), called at 0.000 s, was acknowledged at 0.000 s (setup phase).',
      'Write of 7 to key r by the client at n1 (majority side), called at 4.100 s, was acknowledged at 4.210 s (steady phase).',
      'After that, at 4.300 s, the client at n3 (minority side) called a read of key r, and it still returned 0 (steady phase).',
      'A linearizable register must return 7 by then, or something newer.',
    ])
  })

  it('tells a read of a value that nobody wrote, or whose write had failed', () => {
    expect(run([setup, { ...staleRead, result: 9 }]).witness!.explanation.at(-1)).toBe('Nobody ever wrote 9 to key r.')
    const dirty = run([setup, { ...write7, type: 'fail' }, { ...staleRead, result: 7 }])
    expect(dirty.witness!.explanation.at(-1)).toBe('What failed must never be seen, so key r cannot have held 7.')
  })

  it('calls an initial value that comes back too old, and not an invention', () => {
    const result = run([{ ...write7, key: 'p1' }, { ...staleRead, key: 'p1' }], { initial: 0 })
    expect(result.witness!.explanation.at(-1)).toBe('A linearizable register must return 7 by then, or something newer.')
    expect(result.witness!.explanation.join(' ')).not.toContain('Nobody')
  })

  it('tells two swaps that both took the same value', () => {
    const swap = (to: number, call: number): Draft => ({ f: 'cas', value: [0, to], call, ret: call + 1 })
    const result = run([setup, swap(1, 10), swap(2, 20)])
    expect(result.valid).toBe(false)
    expect(result.witness!.explanation.at(-1)).toBe('Both replaced 0, but 0 was written to key r only once: after the first swap it was gone.')
  })

  it('shows a violation of the steady phase when there is one, even if another is shorter', () => {
    const early: Draft = { ...staleRead, call: 2 * SECOND, ret: 3 * SECOND, result: 9, phase: 'transition' }
    const result = run([setup, early, write7, staleRead])
    expect(result.details['violationsByPhase']).toEqual({ transition: 1, steady: 1 })
    expect(result.witness!.operations.map((op) => op.index)).toEqual([0, 2, 3])
  })

  it('looks at the phases of violated keys only while there is time', () => {
    const keys = Array.from({ length: 60 }, (_, i) => `k${i}`)
    const wrong: Draft = { ...staleRead, result: 9 }
    const history = keys.flatMap((key): Draft[] => [{ ...setup, key }, { ...wrong, key, call: 2 * SECOND, ret: 3 * SECOND, phase: 'transition' }, { ...wrong, key }])
    expect(run(history).details['violationsByPhase']).toEqual({ transition: 60, steady: 60 })
    let clock = 0
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 20))
    try {
      const result = run(history)
      expect(result).toMatchObject({ valid: false, witness: { confirmed: true } })
      expect(clock).toBeLessThan(BUDGET_MS)
      const { transition } = result.details['violationsByPhase'] as { readonly transition: number }
      expect(transition).toBeLessThan(60)
    } finally {
      slow.mockRestore()
    }
  })

  it('answers unknown, with how far it got, when its time is used up', () => {
    const hard = Array.from({ length: 60 }, (_, i): Draft => ({ f: 'write', value: i % 3, call: 10, ret: 1000 }))
    const swaps = Array.from({ length: 60 }, (_, i): Draft => ({ f: 'cas', value: [i % 3, (i + 1) % 3], call: 10, ret: 1000 }))
    const reads = Array.from({ length: 3 }, (_, i): Draft => ({ f: 'read', result: (i * 2) % 3, call: 2000 + i * 10, ret: 2005 + i * 10 }))
    const operations = [...hard, ...swaps, ...reads].map((draft, index) => operation({ ...draft, index }))
    const result = linearizability({ operations, lane: { facts: {} } as unknown as LaneInfo, trial: {} as TrialRecord, budgetMs: 50 })
    expect(result.valid).toBe('unknown')
    expect(result.details['undecidedKeys']).toMatchObject([{ key: 'r', stopped: 'time' }])
  })
})
