import type { Operation } from '../../core/event.ts'
import type { Model } from '../models/model.ts'
import { brokenKeys, objectResults } from './answers.ts'
import type { KeyAnswer, KeyCheck } from './answers.ts'
import { toColumns } from './columns.ts'
import type { ObjectRows, RegisterColumns } from './columns.ts'
import { groupByObject, objectCheck } from './objects.ts'
import { registerCheck } from './registers.ts'
import type { LinearizabilityOptions, LinearizabilityResult, ObjectResult } from './result.ts'
import type { Budget } from './turns.ts'
import { violationsOf } from './violation.ts'

const DEFAULT_BUDGET_MS = 60_000
const DEFAULT_BYTES = 512 * 2 ** 20

/** A history made ready for checks of its objects, one by one and in any order. */
export interface Prepared {
  readonly model: Model
  /** In order of call. */
  readonly operations: readonly Operation[]
  /** Where each operation stood in what was handed in; null when nothing moved. */
  readonly places: readonly number[] | null
  readonly rows: ObjectRows
  /** The same rows, when the model is a register. */
  readonly registers: RegisterColumns | null
}

/** Brings a history into order of call and into rows by object. */
export function prepare(operations: readonly Operation[], model: Model): Prepared {
  const places = placesByCall(operations)
  const ordered = places === null ? operations : places.map((place) => operations[place]!)
  const registers = model.register ? toColumns(ordered, model) : null
  return { model, operations: ordered, places, rows: registers ?? groupByObject(ordered, model), registers }
}

/** The budget that options ask for; each of the two searches may remember half of the bytes. */
export function budgetOf({ now = () => performance.now(), budgetMs = DEFAULT_BUDGET_MS, maxBytes = DEFAULT_BYTES }: LinearizabilityOptions): Budget {
  return { now, deadline: now() + budgetMs, maxBytes: maxBytes / 2 }
}

/** The check of single keys, in this thread. */
export function checkOf({ model, operations, rows, registers }: Prepared, budget: Budget, algorithm: LinearizabilityOptions['algorithm']): KeyCheck {
  if (registers) return registerCheck(registers, budget, algorithm)
  const operationsOf = (key: number): Operation[] => Array.from(rows.source.subarray(rows.start[key]!, rows.start[key + 1]!), (place) => operations[place]!)
  return objectCheck(rows, operationsOf, model, budget)
}

/** Puts the answers of all keys together; violations come with as few operations as there is time for. */
export function resultOf(history: Prepared, answers: readonly KeyAnswer[], budget: Budget, options: LinearizabilityOptions): LinearizabilityResult {
  const { rows, registers, operations, places, model } = history
  const objects = objectResults(rows, answers)
  const broken = brokenKeys(rows, registers, answers, operations, model)
  return {
    valid: worst(objects),
    objects: places === null ? objects : objects.map((object) => ({ ...object, order: Array.from(object.order, (op) => places[op]!) })),
    violations: violationsOf(broken, model, budget, options.maxViolations ?? 8),
  }
}

function placesByCall(operations: readonly Operation[]): number[] | null {
  if (operations.every((op, i) => i === 0 || operations[i - 1]!.call <= op.call)) return null
  return operations.map((_, i) => i).sort((a, b) => operations[a]!.call - operations[b]!.call || a - b)
}

function worst(objects: readonly ObjectResult[]): boolean | 'unknown' {
  if (objects.some(({ valid }) => valid === false)) return false
  return objects.some(({ valid }) => valid === 'unknown') ? 'unknown' : true
}
