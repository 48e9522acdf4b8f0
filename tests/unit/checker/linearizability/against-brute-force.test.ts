import { describe, expect, it } from 'vitest'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { replay } from '../../../../src/checker/linearizability/replay.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { linearizableHistory, randomHistory, type Shape } from '../../../../src/selftest/generate/register.ts'

/** Histories of each shape; CI may ask for more, and any seed can be asked for alone. */
const RUNS = Number(process.env['CAPCHECK_PROPERTY_RUNS'] ?? 500)
const SEED = Number(process.env['CAPCHECK_PROPERTY_SEED'] ?? 1)

const shapes: { readonly [name: string]: Shape } = {
  'unique values': { operations: 7, span: 12, unique: true, unknown: 0, failedSwaps: false },
  'unique values, unknown outcomes': { operations: 8, span: 14, unique: true, unknown: 30, failedSwaps: false },
  'unique values, failed swaps': { operations: 8, span: 14, unique: true, unknown: 20, failedSwaps: true },
  'unique values, many at once, failed swaps': { operations: 9, span: 8, unique: true, unknown: 10, failedSwaps: true },
  'few values': { operations: 7, span: 12, unique: false, unknown: 0, failedSwaps: true },
  'few values, unknown outcomes': { operations: 8, span: 14, unique: false, unknown: 40, failedSwaps: true },
  'hardly any overlap': { operations: 8, span: 60, unique: false, unknown: 20, failedSwaps: true },
}

const model = register({ initial: 0, failedCas: 'mismatch' })

describe.each(Object.entries(shapes))('random histories: %s', (_, shape) => {
  it.each(['auto', 'search'] as const)(`%s agrees with the brute force (${RUNS} from seed ${SEED})`, (algorithm) => {
    let valid = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const history = randomHistory(seed, shape)
      const expected = bruteForce(history, model, 0) === 'linearizable'
      const result = checkLinearizable(history, model, { algorithm })
      expect({ seed, valid: result.valid }).toEqual({ seed, valid: expected })
      if (expected) {
        valid++
        expectCertificate(history, result.objects[0]?.order ?? [], seed)
      } else expectMinimal(result.violations[0]!.operations, result.violations[0]!, seed)
    }
    expect(valid).toBeGreaterThan(RUNS / 50)
    expect(valid).toBeLessThan(RUNS)
  })

  it(`finds what was made linearizable to be so (${RUNS} from seed ${SEED})`, () => {
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const history = linearizableHistory(seed, { ...shape, operations: 30 })
      const result = checkLinearizable(history, model)
      expect({ seed, valid: result.valid }).toEqual({ seed, valid: true })
      expectCertificate(history, result.objects[0]?.order ?? [], seed)
    }
  })
})

describe('the operations of a violation', () => {
  it(`can be ordered as soon as any one read is left out (${RUNS} from seed ${SEED})`, () => {
    let looked = 0
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      const [violation] = checkLinearizable(randomHistory(seed, { ...shapes['unique values']!, operations: 10 }), model).violations
      if (violation === undefined || violation.whateverBefore || violation.operations.some(({ f }) => f === 'cas')) continue
      const { operations } = violation
      expect({ seed, few: operations.length <= 8, whole: bruteForce(operations, model, 0) }).toEqual({ seed, few: true, whole: 'impossible' })
      for (const read of operations.filter(({ f }) => f === 'read')) {
        const rest = operations.filter((op) => op !== read)
        expect({ seed, read: read.index, rest: bruteForce(rest, model, 0) }).toEqual({ seed, read: read.index, rest: 'linearizable' })
        looked++
      }
    }
    expect(looked).toBeGreaterThan(RUNS / 10)
  })
})

function expectCertificate(history: readonly Operation[], order: ArrayLike<number>, seed: number): void {
  expect({ seed, wrong: replay(history, order, model, 0) }).toEqual({ seed, wrong: null })
}

function expectMinimal(operations: readonly Operation[], violation: { confirmed: boolean; whateverBefore: boolean }, seed: number): void {
  expect({ seed, confirmed: violation.confirmed }).toEqual({ seed, confirmed: true })
  const ordered = operations.every((op, i) => i === 0 || operations[i - 1]!.call <= op.call)
  expect({ seed, ordered }).toEqual({ seed, ordered: true })
}
