import { describe, expect, it } from 'vitest'
import { brokenKeys } from '../../../../src/checker/linearizability/answers.ts'
import { bruteForce } from '../../../../src/checker/linearizability/brute-force.ts'
import { judge } from '../../../../src/checker/linearizability/evidence.ts'
import type { Evidence } from '../../../../src/checker/linearizability/evidence.ts'
import { checkLinearizable } from '../../../../src/checker/linearizability/linearizable.ts'
import { budgetOf, checkOf, prepare } from '../../../../src/checker/linearizability/prepared.ts'
import { evidenceOf } from '../../../../src/checker/linearizability/violation.ts'
import { register } from '../../../../src/checker/models/register.ts'
import type { Operation } from '../../../../src/core/event.ts'
import { linearizableHistory, randomHistory, type Shape } from '../../../../src/selftest/generate/register.ts'

const RUNS = Number(process.env['CAPCHECK_PROPERTY_RUNS'] ?? 120)
const SEED = Number(process.env['CAPCHECK_PROPERTY_SEED'] ?? 1)
/** With more operations than this, trying to leave out one may take more work than it is given. */
const REACH = 12
const model = register({ initial: 0, failedCas: 'mismatch' })

const shapes: { readonly [name: string]: Shape } = {
  'unique values': { operations: 12, span: 20, unique: true, unknown: 0, failedSwaps: false },
  'unique values, unknown outcomes, failed swaps': { operations: 12, span: 20, unique: true, unknown: 20, failedSwaps: true },
  'few values': { operations: 10, span: 14, unique: false, unknown: 0, failedSwaps: true },
  'few values, unknown outcomes': { operations: 10, span: 20, unique: false, unknown: 30, failedSwaps: true },
}

/** A long valid history with one answer changed: most of it has nothing to do with the violation. */
function oneWrongAnswer(seed: number, shape: Shape): Operation[] {
  const history = linearizableHistory(seed, { ...shape, operations: 40, span: 8 })
  const reads = history.filter(({ f, type }) => f === 'read' && type === 'ok')
  const wrong = reads[reads.length >> 1]
  return history.map((op) => (op === wrong ? { ...op, result: reads[0]!.result! } : op))
}

describe.each(Object.entries(shapes))('the operations of a violation: %s', (_, shape) => {
  it.each(['auto', 'search'] as const)(`found by %s are fewest: none may be left out or judged weaker (${RUNS} from seed ${SEED})`, (algorithm) => {
    const looked = { reads: 0, changes: 0, weaker: 0 }
    for (let seed = SEED; seed < SEED + RUNS; seed++) {
      for (const history of [randomHistory(seed, shape), oneWrongAnswer(seed, shape)]) {
        const evidence = fewest(history, algorithm)
        if (evidence === null || evidence.operations.length > REACH) continue
        expect({ seed, whole: explained(evidence) }).toEqual({ seed, whole: false })
        for (const op of mayGo(evidence)) {
          const rest = { ...evidence, operations: evidence.operations.filter((other) => other !== op) }
          expect({ seed, left: op.index, rest: explained(rest) }).toEqual({ seed, left: op.index, rest: true })
        }
        for (const op of evidence.operations.filter((one) => isSwap(one) && !evidence.asWrites.has(one))) {
          const weaker = { ...evidence, asWrites: new Set([...evidence.asWrites, op]) }
          expect({ seed, swap: op.index, weaker: explained(weaker) }).toEqual({ seed, swap: op.index, weaker: true })
          looked.weaker++
        }
        looked.reads += evidence.operations.filter((op) => model.role(op) === 'read').length
        looked.changes += mayGo(evidence).filter((op) => model.role(op) === 'change').length
      }
    }
    expect(looked.reads).toBeGreaterThan(RUNS / 4)
    expect(looked.weaker).toBeGreaterThan(RUNS / 20)
    expect(looked.changes).toBeGreaterThan(RUNS / 20)
  })
})

it('the operations of a violation whose past was left out are fewest too', () => {
  let whatever = 0
  for (let seed = SEED; seed < SEED + RUNS; seed++) {
    const evidence = fewest(oneWrongAnswer(seed, shapes['few values']!), 'search')
    if (evidence === null || evidence.initials.length === 1) continue
    whatever++
    // A value that nobody speaks of must be among the first values, or one could be missing.
    expect(explained({ ...evidence, initials: ['something else', ...evidence.initials] })).toBe(false)
    // What the operations were is stricter than what they are judged as.
    expect(explained({ ...evidence, judged: new Map(), asWrites: new Set() })).toBe(false)
  }
  expect(whatever).toBeGreaterThan(RUNS / 5)
})

it('they are the same on a machine so slow that a thousandth of its time would be used up', () => {
  for (let seed = SEED; seed < SEED + 20; seed++) {
    const history = oneWrongAnswer(seed, { ...shapes['few values, unknown outcomes']!, operations: 200 })
    let ticks = 0
    const slow = checkLinearizable(history, model, { algorithm: 'search', now: () => (ticks += 1000), budgetMs: 1e9 })
    expect(slow.violations).toEqual(checkLinearizable(history, model, { algorithm: 'search' }).violations)
  }
})

function fewest(history: readonly Operation[], algorithm: 'auto' | 'search'): Evidence | null {
  const budget = budgetOf({})
  const prepared = prepare(history, model)
  const check = checkOf(prepared, budget, algorithm)
  const answers = prepared.rows.keys.map((_, key) => check(key))
  const [broken] = brokenKeys(prepared.rows, prepared.registers, answers, prepared.operations, model)
  return broken ? evidenceOf(broken, model, budget) : null
}

/** Is there a first value from which an order explains the operations as they are judged? */
function explained(evidence: Evidence): boolean {
  const judged = judge(evidence, model)
  return evidence.initials.some((initial) => bruteForce(judged.operations, judged.model, initial) === 'linearizable')
}

/** Reads, and writes and swaps of values that no other operation needs, where none needs just any change. */
function mayGo({ operations, asWrites }: Evidence): Operation[] {
  const refused = operations.some(({ f, type, result }) => f === 'cas' && type === 'fail' && result === undefined)
  const left = ({ f, value }: Operation): unknown => (f === 'cas' ? (value as unknown[])[1] : value)
  const needed = (op: Operation): unknown => {
    if (model.role(op) === 'read') return op.result ?? (op.value as unknown[])[0]
    return isSwap(op) && !asWrites.has(op) ? (op.value as unknown[])[0] : undefined
  }
  return operations.filter((op) => model.role(op) === 'read' || (!refused && !operations.some((other) => needed(other) === left(op))))
}

/** A swap of a value for itself is a read. */
function isSwap(op: Operation): boolean {
  return op.f === 'cas' && model.role(op) === 'change'
}
