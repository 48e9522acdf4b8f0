import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { operation } from '../../../../src/selftest/generate/register.ts'

type Draft = Pick<Operation, 'f' | 'call' | 'ret'> & Partial<Operation>

const model = register({ initial: 0 })
const FEW = 8
/** Time between two operations of a chain, and how long each takes: `WIDE` ones overlap the next few. */
const GAP = 10
const SHORT = 6
const WIDE = 35

/** `length` swaps 0→1, 1→2, …, one after the other or each beginning before the last three have ended. */
function chain(length: number, takes: number): Draft[] {
  return Array.from({ length }, (_, i) => ({ f: 'cas', value: [i, i + 1], call: i * GAP, ret: i * GAP + takes }))
}

const swap = (from: number, to: number, call: number, ret = call + 1): Draft => ({ f: 'cas', value: [from, to], call, ret })

/** Ways to break a chain at swap `at`. */
const breaks: { readonly [name: string]: (swaps: readonly Draft[], at: number) => readonly Draft[] } = {
  'a read returns a value that was replaced before': (swaps, at) => [...swaps, { f: 'read', result: at, call: swaps.length * GAP + WIDE, ret: swaps.length * GAP + WIDE }],
  'a read returns a value before anybody wrote it': (swaps, at) => [...swaps, { f: 'read', result: at + 1, call: -2, ret: -1 }],
  'a read returns what nobody wrote': (swaps, at) => [...swaps, { f: 'read', result: -7, call: at * GAP, ret: at * GAP + 1 }],
  'a value is replaced twice': (swaps, at) => [...swaps, swap(at, -7, swaps[at]!.call + 1)],
  'a swap had ended before the one below began': (swaps, at) => swaps.with(at, swap(at, at + 1, -2)),
  'a swap began after the one above had ended': (swaps, at) => swaps.with(at, swap(at, at + 1, swaps.length * GAP + WIDE)),
  'a write stands in the middle of it': (swaps, at) => [...swaps, { f: 'write', value: -7, call: swaps[at]!.ret + 1, ret: swaps[at]!.ret + 2 }, ...calm(swaps)],
  'another chain stands in the middle of it': (swaps, at) => [
    ...swaps,
    { f: 'write', value: -1, call: swaps[at]!.ret + 1, ret: swaps[at]!.ret + 5 },
    ...Array.from({ length: swaps.length >> 2 }, (_, i) => swap(-1 - i, -2 - i, swaps[at]!.ret + 6 + i * GAP)),
    ...calm(swaps),
  ],
  'it feeds itself': (swaps, at) => swaps.map((one, i) => ({ ...one, value: [(i + at) % swaps.length + 1, (i + at + 1) % swaps.length + 1] })),
}

/** Goes on with the chain after a pause, so that what came last is not the end of it. */
function calm(swaps: readonly Draft[]): Draft[] {
  const end = swaps.length * GAP + WIDE
  return [swap(swaps.length, swaps.length + 1, end), { f: 'read', result: swaps.length + 1, call: end + 2, ret: end + 3 }]
}

describe.each(Object.entries(breaks))('a chain of swaps in which %s', (_, broken) => {
  const cases = [100, 10_000, 32_000].flatMap((length) => [SHORT, WIDE].map((takes) => ({ length, takes })))
  it.each(cases)(`$length swaps of $takes: at most ${FEW} operations contradict, confirmed`, ({ length, takes }) => {
    const swaps = chain(length, takes)
    for (const at of [1, length >> 1, length - 2]) {
      const history = numbered(broken(swaps, at))
      const { valid, objects, violations } = checkLinearizable(history, model)
      expect({ at, valid, algorithm: objects[0]!.algorithm }).toEqual({ at, valid: false, algorithm: 'unique-values' })
      const [violation] = violations
      expect({ at, confirmed: violation?.confirmed }).toEqual({ at, confirmed: true })
      expect(violation!.operations.length).toBeLessThanOrEqual(FEW)
      expect(bruteForce(violation!.operations, model, 0)).toBe('impossible')
    }
  })
})

it('two chains that took turns all the time contradict in few operations', () => {
  const turns = Array.from({ length: 2000 }, (_, i): Draft =>
    i < 2 ? { f: 'write', value: i + 1, call: i * GAP, ret: i * GAP + 1 } : swap(i - 1, i + 1, i * GAP),
  )
  const [violation] = checkLinearizable(numbered(turns), model).violations
  expect(violation).toMatchObject({ confirmed: true })
  expect(violation!.operations.length).toBeLessThanOrEqual(4)
})

it('swaps of unknown outcome come with somebody who saw that they happened', () => {
  const swaps = chain(1000, SHORT).map((one, i) => (i % 2 === 0 ? { ...one, ret: Infinity } : one))
  const history = numbered([...swaps, { f: 'read', result: 500, call: 20_000, ret: 20_001 }])
  const [violation] = checkLinearizable(history, model).violations
  expect(violation).toMatchObject({ confirmed: true })
  expect(violation!.operations.length).toBeLessThanOrEqual(FEW)
})

function numbered(drafts: readonly Draft[]): Operation[] {
  return drafts.toSorted((a, b) => a.call - b.call).map((draft, index) => operation({ ...draft, index }))
}
