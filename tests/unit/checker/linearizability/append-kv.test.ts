import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { replay } from '../../../../src/checker/linearizability/replay.ts'
import { appendKv } from '../../../../src/checker/models/append-kv.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { random } from '../../../../src/core/random.ts'
import { operation } from './random-history.ts'

const RUNS = Number(process.env['CAPCHECK_PROPERTY_RUNS'] ?? 500)
const SEED = Number(process.env['CAPCHECK_PROPERTY_SEED'] ?? 1)

/** Texts that begin alike, so that the help which the model gives the search can be tempted into mistakes. */
const ALIKE = ['', 'a', 'b', 'ab', 'aa']

/** A history of one string; half of the answers are what an atomic string would have answered. */
function randomStrings(seed: number, textOf: (index: number) => string): Operation[] {
  const { below } = random(seed)
  const drafts = Array.from({ length: 8 }, (_, point) => {
    const call = 2 * point - below(10)
    return { call, ret: below(6) === 0 ? Infinity : 2 * point + 1 + below(10), roll: below(5) }
  })
  let state = ''
  const history = drafts.map(({ call, ret, roll }, point) => {
    if (roll < 2 && ret !== Infinity) return { f: 'get', call, ret, result: below(4) === 0 ? state + textOf(below(8)) : state }
    const f = roll === 4 ? 'put' : 'append'
    const value = textOf(point)
    if (ret !== Infinity || below(2) === 0) state = f === 'put' ? value : state + value
    return { f, call, ret, value }
  })
  return history.sort((a, b) => a.call - b.call).map((fields, index) => operation({ ...fields, index }))
}

describe.each([
  ['texts that all differ', (index: number) => `<${index}>`],
  ['texts that begin alike', (index: number) => ALIKE[index % ALIKE.length]!],
])('strings with get, put and append: %s', (_, textOf) => {
  it(`the search agrees with the brute force (${RUNS} from seed ${SEED})`, () => {
    let valid = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const history = randomStrings(seed, textOf)
      const expected = bruteForce(history, appendKv, '') === 'linearizable'
      const result = checkLinearizable(history, appendKv)
      expect({ seed, valid: result.valid }).toEqual({ seed, valid: expected })
      const wrong = expected ? replay(history, result.objects[0]?.order ?? [], appendKv, '') : null
      expect({ seed, wrong }).toEqual({ seed, wrong: null })
      valid += expected ? 1 : 0
    }
    expect(valid).toBeGreaterThan(RUNS / 10)
    expect(valid).toBeLessThan(RUNS)
  })
})
