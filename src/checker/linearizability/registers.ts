import type { Operation } from '../../core/event.ts'
import { initialOf } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { chainEvidence } from './chain-evidence.ts'
import type { RegisterColumns } from './columns.ts'
import { registerPart } from './part.ts'
import type { LinearizabilityOptions, ObjectResult } from './result.ts'
import { searchInTurns } from './turns.ts'
import type { Budget } from './turns.ts'
import { UniqueValues } from './unique-values.ts'
import type { Broken } from './violation.ts'

/** Every key of a register history: the linear-time check where values are unique, the search for the rest. */
export function checkRegisters(
  columns: RegisterColumns,
  operations: readonly Operation[],
  model: Model,
  budget: Budget,
  options: LinearizabilityOptions,
): { objects: ObjectResult[]; broken: Broken[] } {
  const unique = options.algorithm === 'search' ? null : new UniqueValues(columns)
  const objects: ObjectResult[] = []
  const broken: Broken[] = []
  for (let key = 0; key < columns.keys.length; key++) {
    const answer = (unique && checkUnique(unique, columns, key)) ?? searchKey(columns, key, budget)
    objects.push(answer.object)
    if (answer.object.valid === false) broken.push(brokenKey(columns, operations, model, key, answer))
  }
  return { objects, broken }
}

interface KeyAnswer {
  readonly object: ObjectResult
  /** Rows at which the linear-time check broke. */
  readonly rows: readonly number[] | null
  /** Row whose return the search cannot explain; -1 when it does not know. */
  readonly impossible: number
}

function checkUnique(unique: UniqueValues, columns: RegisterColumns, key: number): KeyAnswer | null {
  const outcome = unique.check(key)
  if (outcome.kind === 'open') return null
  const lo = columns.start[key]!
  const order = unique.order.subarray(lo, lo + outcome.count)
  const object: ObjectResult = {
    key: columns.keys[key]!,
    valid: outcome.kind === 'valid',
    algorithm: 'unique-values',
    operations: columns.start[key + 1]! - lo,
    order: order.map((row) => columns.source[row]!),
    stopped: null,
  }
  return { object, rows: outcome.kind === 'violation' ? outcome.rows : null, impossible: -1 }
}

function searchKey(columns: RegisterColumns, key: number, budget: Budget): KeyAnswer {
  const lo = columns.start[key]!
  const hi = columns.start[key + 1]!
  const result = searchInTurns(registerPart(columns, lo, hi, columns.initial[key]!), budget)
  const object: ObjectResult = {
    key: columns.keys[key]!,
    valid: result.valid,
    algorithm: result.algorithm,
    operations: hi - lo,
    order: result.order.map((op) => columns.source[lo + op]!),
    stopped: result.stopped,
  }
  return { object, rows: null, impossible: result.impossible < 0 ? -1 : lo + result.impossible }
}

function brokenKey(columns: RegisterColumns, operations: readonly Operation[], model: Model, key: number, answer: KeyAnswer): Broken {
  const operationAt = (row: number): Operation => operations[columns.source[row]!]!
  const rows = Array.from({ length: columns.start[key + 1]! - columns.start[key]! }, (_, i) => columns.start[key]! + i)
  const evidence = answer.rows && chainEvidence(columns, key, answer.rows)
  return {
    key: columns.keys[key]!,
    operations: rows.map(operationAt),
    initial: initialOf(model, columns.keys[key]!),
    impossible: answer.impossible < 0 ? null : operationAt(answer.impossible),
    evidence: evidence && {
      operations: evidence.rows.map(operationAt),
      asWrites: new Set([...evidence.asWrites].map(operationAt)),
    },
  }
}
