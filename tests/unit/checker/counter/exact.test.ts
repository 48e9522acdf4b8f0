import { describe, expect, it } from 'vitest'
import { counterExact } from '../../../../src/checker/counter/check.ts'
import { exactCounter, type CounterColumns } from '../../../../src/checker/counter/exact.ts'
import { random } from '../../../../src/core/random.ts'
import { counterExplained } from '../../../../src/selftest/reference/counters.ts'
import { LIKES, history, run, type Spec } from '../fixture.ts'

const RUNS = Number(process.env['CAPCHECK_RANDOM_HISTORIES'] ?? 2000)
const SEED = Number(process.env['CAPCHECK_RANDOM_SEED'] ?? 1)

const like = (from: number, to: number, type: Spec['type'] = 'ok'): Spec => ({ f: 'like', key: 'p', value: { id: from }, type, at: [from, to] })
const read = (from: number, to: number, result: number): Spec => ({ f: 'read', key: 'p', result, at: [from, to] })

describe('a counter that only goes up', () => {
  it.each([
    ['a read that misses an acknowledged like', [like(0, 1), read(2, 3, 0)], [like(0, 2), read(2, 3, 0)]],
    ['a read that shows more than was asked for', [like(0, 1), read(2, 3, 2)], [like(0, 1), like(3, 9), read(2, 3, 2)]],
    ['a read that shows less than one before it', [like(0, 9), read(1, 2, 1), read(3, 4, 0)], [like(0, 9), read(1, 3, 1), read(3, 4, 0)]],
    ['an unknown like that was there and is gone', [like(0, 9, 'info'), read(1, 2, 1), read(3, 4, 0)], [like(0, 9, 'info'), read(1, 2, 0), read(3, 4, 1)]],
    ['a failed like that counts', [like(0, 1, 'fail'), read(2, 3, 1)], [like(0, 1, 'info'), read(2, 3, 1)]],
    [
      'a like between two reads that the second does not show, though no bound is broken',
      [like(0, 20), read(1, 2, 1), like(3, 4), read(5, 6, 1)],
      [like(0, 20), read(1, 2, 1), like(2, 4), read(5, 6, 1)],
    ],
  ])('%s is caught; the repaired one passes', (_, bad, good) => {
    const result = run(counterExact, history(...bad), LIKES)
    expect(result).toMatchObject({ valid: false, witness: { confirmed: true }, counts: 'linearizability' })
    expect(run(counterExact, history(...good), LIKES)).toMatchObject({ valid: true, witness: null })
  })

  it('tells what the proof rests on', () => {
    const { witness } = run(counterExact, history(like(0, 20), read(1, 2, 1), like(3, 4), read(5, 6, 1)), LIKES)
    expect(witness?.operations.map(({ f }) => f)).toEqual(['read', 'like', 'read'])
    expect(witness?.explanation.at(-1)).toBe('It answers 1: at least 1 too few.')
  })

  it('leaves counters with unlikes to the bounds and says so', () => {
    const unlike: Spec = { f: 'unlike', key: 'p', value: { id: 7 }, at: [5, 6] }
    expect(run(counterExact, history(like(0, 1), unlike, read(7, 8, 0)), LIKES)).toMatchObject({ valid: 'unknown', details: { withUnlikes: 1 } })
  })
})

describe(`random counters (${RUNS} from seed ${SEED})`, () => {
  it('agree with trying all orders', () => {
    let valid = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const counter = randomCounter(seed)
      const expected = counterExplained(history(...specsOf(counter)))
      expect({ seed, valid: exactCounter(counter).length === 0 }).toEqual({ seed, valid: expected })
      if (expected) valid++
    }
    expect(valid).toBeGreaterThan(RUNS / 20)
    expect(valid).toBeLessThan(RUNS)
  })

  it('every fault of the check is confirmed by its own witness', () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const { valid, witness } = run(counterExact, history(...specsOf(randomCounter(seed))), LIKES)
      expect({ seed, confirmed: valid === true || witness?.confirmed }).toEqual({ seed, confirmed: true })
    }
  })
})

function specsOf({ incrementCall, incrementRet, readCall, readRet, readValue }: CounterColumns): Spec[] {
  return [
    ...Array.from(incrementCall, (call, i) => like(call, incrementRet[i]! === Infinity ? call : incrementRet[i]!, incrementRet[i] === Infinity ? 'info' : 'ok')),
    ...Array.from(readCall, (call, i) => read(call, readRet[i]!, readValue[i]!)),
  ]
}

/** A few increments and reads whose values are near the number of increments called so far. */
function randomCounter(seed: number): CounterColumns & { readonly [column in keyof CounterColumns]: number[] } {
  const dice = random(seed)
  const [increments, reads] = [1 + dice.below(4), 1 + dice.below(4)]
  const incrementCall = Array.from({ length: increments }, () => dice.below(12))
  const incrementRet = incrementCall.map((call) => (dice.below(4) === 0 ? Infinity : call + dice.below(8)))
  const readCall = Array.from({ length: reads }, () => dice.below(16))
  const readRet = readCall.map((call) => call + dice.below(5))
  const readValue = readRet.map((ret) => Math.max(0, incrementCall.filter((call) => call <= ret).length + (dice.below(8) === 0 ? 1 : 0) - dice.below(3)))
  return { incrementCall, incrementRet, readCall, readRet, readValue }
}
