import type { Operation } from '../../core/event.ts'
import { initialOf, objectOf } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { toColumns } from './columns.ts'
import { brokenKeys, checkColumns, objectResults } from './registers.ts'
import type { LinearizabilityOptions, LinearizabilityResult, ObjectResult } from './result.ts'
import { modelPart } from './part.ts'
import { searchInTurns } from './turns.ts'
import type { Budget } from './turns.ts'
import { violationsOf } from './violation.ts'
import type { Broken } from './violation.ts'

const DEFAULT_BUDGET_MS = 60_000
const DEFAULT_BYTES = 512 * 2 ** 20

/**
 * Is the history linearizable under the model? Every object is checked on its own, which is exact (Herlihy & Wing, 1990:
 * linearizability is local).
 *
 * @example
 * ```ts
 * const { valid, violations } = checkLinearizable(pairEvents(events), register({ initial: 0 }))
 * ```
 */
export function checkLinearizable(
  operations: readonly Operation[],
  model: Model,
  options: LinearizabilityOptions = {},
): LinearizabilityResult {
  const now = options.now ?? (() => performance.now())
  const budget: Budget = {
    now,
    deadline: now() + (options.budgetMs ?? DEFAULT_BUDGET_MS),
    maxBytes: (options.maxBytes ?? DEFAULT_BYTES) / 2,
  }
  const ordered = inOrderOfCall(operations)
  const { objects, broken } = model.register
    ? checkRegisters(ordered.operations, model, budget, options)
    : checkObjects(ordered.operations, model, budget)
  return {
    valid: worst(objects),
    objects: ordered.places === null ? objects : objects.map((object) => renumber(object, ordered.places!)),
    violations: violationsOf(broken, model, budget, options.maxViolations ?? 8),
  }
}

function checkRegisters(
  operations: readonly Operation[],
  model: Model,
  budget: Budget,
  options: LinearizabilityOptions,
): { objects: ObjectResult[]; broken: Broken[] } {
  const columns = toColumns(operations, model)
  const answers = checkColumns(columns, budget, options.algorithm)
  return { objects: objectResults(columns, answers), broken: brokenKeys(columns, answers, operations, model) }
}

/** Objects of a model without a register view: search only. */
function checkObjects(operations: readonly Operation[], model: Model, budget: Budget): { objects: ObjectResult[]; broken: Broken[] } {
  const objects: ObjectResult[] = []
  const broken: Broken[] = []
  for (const [key, places] of placesByObject(operations, model)) {
    const own = places.map((place) => operations[place]!)
    const initial = initialOf(model, key)
    const result = searchInTurns(modelPart(own, model, initial), budget)
    objects.push({
      key,
      valid: result.valid,
      algorithm: result.algorithm,
      operations: own.length,
      order: result.order.map((op) => places[op]!),
      stopped: result.stopped,
    })
    if (result.valid === false) broken.push({ key, operations: own, initial, impossible: own[result.impossible] ?? null, evidence: null })
  }
  return { objects, broken }
}

function placesByObject(operations: readonly Operation[], model: Model): Map<string, number[]> {
  const objects = new Map<string, number[]>()
  operations.forEach((op, place) => {
    const role = model.role(op)
    if (role === 'none' || (role === 'read' && op.type === 'info')) return
    const key = objectOf(model, op)
    const places = objects.get(key)
    if (places) places.push(place)
    else objects.set(key, [place])
  })
  return objects
}

interface Ordered {
  readonly operations: readonly Operation[]
  /** Where each one stood in what was handed in; null when nothing moved. */
  readonly places: readonly number[] | null
}

function inOrderOfCall(operations: readonly Operation[]): Ordered {
  if (operations.every((op, i) => i === 0 || operations[i - 1]!.call <= op.call)) return { operations, places: null }
  const places = operations.map((_, i) => i).sort((a, b) => operations[a]!.call - operations[b]!.call || a - b)
  return { operations: places.map((place) => operations[place]!), places }
}

function renumber(object: ObjectResult, places: readonly number[]): ObjectResult {
  return { ...object, order: Array.from(object.order, (op) => places[op]!) }
}

function worst(objects: readonly ObjectResult[]): boolean | 'unknown' {
  if (objects.some(({ valid }) => valid === false)) return false
  return objects.some(({ valid }) => valid === 'unknown') ? 'unknown' : true
}
