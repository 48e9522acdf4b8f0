import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import { counterFaults, exactWitness } from '../counter/check.ts'
import { outsideBounds, stepWitness, type Step } from '../counter/steps.ts'
import { IMPOSSIBLE, type Model } from '../models/model.ts'
import { violationOf, type HistoryAnswer, type HistoryViolation, type NamedModel, type Setting } from './answer.ts'
import { allow, answerOf, isObject, OperationFault, shown } from './shape.ts'
import { explainPlainly } from './tell.ts'

/** What each change adds; `add` adds its value. */
const SIGN: { readonly [f: string]: number } = { add: 1, increment: 1, inc: 1, like: 1, decrement: -1, dec: -1, unlike: -1 }
/** Violations shown. */
const SHOWN = 3

/** A change of the counter with its step, or a read with its answer less the first value. */
type Counted = Operation

export const counterModel: NamedModel = {
  name: 'counter',
  title: 'a number per key: add of a whole number (or increment, decrement, like, unlike), and read; 0 at first',
  task: (operations, setting) => {
    allow('counter', operations, [...Object.keys(SIGN), 'read'])
    const first = firstValue(setting)
    const own = operations.filter((op) => isChange(op) || isAnswered(op))
    refuseShapes(own)
    const steps = new Map(own.filter(isChange).map((op) => [op, stepOf(op)]))
    const fromZero = first === 0 ? own : own.map((op) => (isChange(op) ? op : { ...op, result: Number(op.result) - first }))
    const counters = [...Map.groupBy(fromZero, ({ key }) => key ?? '')]
    const simple = own.every((op) => (isChange(op) ? steps.get(op) === 1 : Number.isInteger(op.result)))
    return {
      notes: first === 0 ? [] : [`reads are counted from ${first}`],
      direct: () => (simple ? exactly(counters) : byBounds(counters, steps)),
      search: { operations: fromZero, model: searched(steps), explain: explainPlainly },
    }
  },
}

function firstValue({ initial }: Setting): number {
  if (initial === undefined) return 0
  if (typeof initial !== 'number' || !Number.isSafeInteger(initial)) throw usageError(`--initial of a counter is a whole number, not ${shown(initial)}`)
  return initial
}

/** Failed changes did not happen. */
function isChange({ f, type }: Operation): boolean {
  return f !== 'read' && type !== 'fail'
}

function isAnswered(op: Operation): boolean {
  return op.f === 'read' && answerOf(op) !== undefined
}

function refuseShapes(own: readonly Operation[]): void {
  let total = 0
  for (const op of own) {
    if (isChange(op)) {
      const by = stepOf(op)
      total += Math.abs(by)
      if (!Number.isSafeInteger(by) || !Number.isSafeInteger(total)) throw new OperationFault(op, `it must add a whole number, and all of them less than 2^53; it adds ${shown(op.value)}`)
    } else if (typeof op.result !== 'number') throw new OperationFault(op, `the read of a counter must answer a number, not ${shown(op.result)}`)
  }
}

/** `like` and `increment` may carry an id or nothing: they add one. NaN for what is no step. */
function stepOf({ f, value }: Operation): number {
  const sign = SIGN[f]!
  if (typeof value === 'number') return sign * value
  return f !== 'add' && (value === null || isObject(value)) ? sign : Number.NaN
}

/** Increments by one only: exact in O(n log n). */
function exactly(counters: readonly (readonly [string, readonly Counted[]])[]): HistoryAnswer {
  const found = counters.flatMap(([key, own]) => counterFaults(own.filter(isChange), own.filter(isAnswered)).map((fault) => ({ key, fault })))
  const reads = counters.reduce((sum, [, own]) => sum + own.filter(isAnswered).length, 0)
  return {
    valid: found.length === 0,
    summary: found.length === 0 ? `Some order of the increments explains all ${reads} reads.` : `${found.length} of ${reads} reads are explained by no order of the increments.`,
    violations: found.slice(0, SHOWN).map(({ key, fault }) => violationOf(key, exactWitness(fault))),
    progress: [],
  }
}

/** Other steps: bounds first; null when they find nothing, for then an order has to be looked for. */
function byBounds(counters: readonly (readonly [string, readonly Counted[]])[], stepsOf: ReadonlyMap<Operation, number>): HistoryAnswer | null {
  const violations: HistoryViolation[] = []
  let bad = 0
  for (const [key, own] of counters) {
    const steps = own.filter(isChange).map((operation): Step => ({ operation, by: stepsOf.get(operation)! }))
    const faults = outsideBounds(steps, own.filter(isAnswered))
    bad += faults.length
    for (const fault of faults.slice(0, SHOWN - violations.length)) violations.push(violationOf(key, stepWitness(fault, steps)))
  }
  if (bad === 0) return null
  return { valid: false, summary: `${bad} reads answer less than must have been added before them, or more than can have been.`, violations, progress: [] }
}

function searched(steps: ReadonlyMap<Operation, number>): Model {
  return {
    name: 'counter',
    anonymous: true,
    initial: 0,
    role: (op) => (isChange(op) ? 'change' : isAnswered(op) ? 'read' : 'none'),
    step: (total, op) => {
      if (op.f === 'read') return op.result === total ? total : IMPOSSIBLE
      return Number(total) + (steps.get(op) ?? stepOf(op))
    },
  }
}
