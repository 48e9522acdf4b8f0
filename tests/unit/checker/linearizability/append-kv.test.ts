import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { replay } from '../../../../src/checker/linearizability/replay.ts'
import { appendKv } from '../../../../src/checker/models/append-kv.ts'
import { randomStrings } from '../../../../src/selftest/generate/register.ts'

const RUNS = Number(process.env['CAPCHECK_PROPERTY_RUNS'] ?? 500)
const SEED = Number(process.env['CAPCHECK_PROPERTY_SEED'] ?? 1)

/** Texts that begin alike, so that the help which the model gives the search can be tempted into mistakes. */
const ALIKE = ['', 'a', 'b', 'ab', 'aa']

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
