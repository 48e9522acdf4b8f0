import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import type { Window } from '../../../../src/checker/linearizability/choices.ts'
import { toColumns } from '../../../../src/checker/linearizability/columns.ts'
import { registerPart } from '../../../../src/checker/linearizability/part.ts'
import { Path } from '../../../../src/checker/linearizability/path.ts'
import { Shortage } from '../../../../src/checker/linearizability/shortage.ts'
import { UnknownEffects } from '../../../../src/checker/linearizability/unknown-effects.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { operation, randomHistory } from '../../../../src/selftest/generate/register.ts'

const model = register({ initial: 'x', failedCas: 'mismatch' })

type Draft = Partial<Operation> & Pick<Operation, 'f' | 'call' | 'ret'>
const swap = (from: string, to: string, call: number, ret: number): Draft => ({ f: 'cas', value: [from, to], call, ret })
const write = (value: string, call: number, ret: number): Draft => ({ f: 'write', value, call, ret })
const read = (result: string, call: number, ret: number): Draft => ({ f: 'read', result, call, ret })
const lost = (draft: Draft): Draft => ({ ...draft, type: 'info', ret: Infinity })

/** Drafts in order of call, at the beginning of a search: the register holds `x`. */
function begin(...drafts: readonly Draft[]) {
  const operations = drafts.map((draft, index) => operation({ index, process: index, ...draft }))
  const columns = toColumns(operations, model)
  const part = registerPart(columns, 0, columns.kind.length, columns.initial[0]!)
  const unknown = new UnknownEffects(part)
  const path = new Path(part, unknown)
  return { part, path, shortage: new Shortage(part, part.register!, path, unknown), state: part.initial }
}

/** The open operations that may come next, as a search finds them. */
function windowOf({ part, path }: ReturnType<typeof begin>): Window {
  const ops = new Int32Array(part.size)
  let size = 0
  let horizon = Infinity
  for (let op = path.after[part.size]!; op !== part.size && part.call[op]! <= horizon; op = path.after[op]!) {
    ops[size++] = op
    horizon = Math.min(horizon, part.ret[op]!)
  }
  return { ops, size, horizon }
}

function isShort(...drafts: readonly Draft[]): boolean {
  const search = begin(...drafts)
  const first = search.shortage.in(windowOf(search), search.state)
  // What one look counts must be gone before the next.
  expect(search.shortage.in(windowOf(search), search.state)).toBe(first)
  return first
}

describe('writes run short', () => {
  it('for a value that is not there and that nobody writes in time', () => {
    expect(isShort(swap('a', 'b', 0, 10), write('c', 1, 20))).toBe(true)
    expect(isShort(read('a', 0, 10), write('c', 1, 20))).toBe(true)
    // Called only after the swap had returned.
    expect(isShort(swap('a', 'b', 0, 10), write('c', 1, 20), write('a', 11, 20))).toBe(true)
  })

  it('for several swaps from one value, each of which uses a write up', () => {
    expect(isShort(write('a', 0, 10), swap('a', 'b', 1, 10), swap('a', 'c', 2, 10))).toBe(true)
    expect(isShort(swap('x', 'b', 0, 10), swap('x', 'c', 1, 10))).toBe(true)
    // A swap that leaves the value is a write of it too, but not when it comes too late.
    expect(isShort(swap('x', 'b', 0, 10), swap('x', 'c', 1, 10), swap('c', 'x', 11, 20))).toBe(true)
  })

  it('also where unknown writes are too few or too late', () => {
    expect(isShort(lost(write('a', 0, 0)), swap('a', 'b', 1, 10), swap('a', 'c', 2, 10))).toBe(true)
    expect(isShort(swap('a', 'b', 0, 10), write('c', 1, 20), lost(write('a', 11, 0)))).toBe(true)
  })
})

describe('writes do not run short', () => {
  it('where the value is there, or is written in time', () => {
    expect(isShort(swap('x', 'b', 0, 10), write('c', 1, 20))).toBe(false)
    expect(isShort(swap('a', 'b', 0, 10), write('a', 1, 20))).toBe(false)
  })

  it('where a write is called in time, though it may not come next', () => {
    // The first write returns before the second is called, and the swap only after that.
    expect(isShort(write('c', 0, 3), swap('a', 'b', 1, 10), write('a', 5, 20))).toBe(false)
  })

  it('for any number of reads of one value', () => {
    expect(isShort(write('a', 0, 10), read('a', 1, 10), read('a', 2, 10), read('a', 3, 10))).toBe(false)
  })

  it('for a swap that may wait until another one is over', () => {
    expect(isShort(swap('x', 'b', 0, 10), swap('x', 'c', 1, 20), swap('c', 'x', 11, 20), write('x', 12, 20))).toBe(false)
  })

  it('where unknown writes make up for it, or a failed swap only wants another value', () => {
    expect(isShort(lost(write('a', 0, 0)), lost(write('a', 1, 0)), swap('a', 'b', 2, 10), swap('a', 'c', 3, 10))).toBe(false)
    expect(isShort({ f: 'cas', value: ['a', 'b'], type: 'fail', call: 0, ret: 10 }, write('c', 1, 20))).toBe(false)
  })
})

describe('a value just overwritten', () => {
  it('is lost when an open operation needs it and nothing writes it any more', () => {
    const { shortage, state, path } = begin(write('c', 0, 10), read('x', 1, 10), write('x', 2, 20))
    expect(shortage.ofLost(state)).toBe(false)
    path.take(2)
    expect(shortage.ofLost(state)).toBe(true)
    path.take(1)
    expect(shortage.ofLost(state)).toBe(false)
    path.undoTo(0)
    expect(shortage.ofLost(state)).toBe(false)
  })
})

it('what an order explains is never given up at the beginning', () => {
  const shape = { operations: 7, span: 6, unique: false, unknown: 20, failedSwaps: true }
  const zero = register({ initial: 0, failedCas: 'mismatch' })
  const seen = { explained: 0, short: 0 }
  for (let seed = 1; seed <= 3000; seed++) {
    const history = randomHistory(seed, shape).toSorted((a, b) => a.call - b.call)
    const columns = toColumns(history, zero)
    if (columns.keys.length !== 1) continue
    const part = registerPart(columns, 0, columns.kind.length, columns.initial[0]!)
    const unknown = new UnknownEffects(part)
    const path = new Path(part, unknown)
    const search = { part, path, shortage: new Shortage(part, part.register!, path, unknown), state: part.initial }
    const short = search.shortage.in(windowOf(search), search.state)
    const explained = bruteForce(history, zero, 0) === 'linearizable'
    expect({ seed, both: short && explained }).toEqual({ seed, both: false })
    if (explained) seen.explained++
    if (short) seen.short++
  }
  expect(Math.min(seen.explained, seen.short)).toBeGreaterThan(50)
})
