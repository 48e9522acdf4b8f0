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

/** The answer for one key, still in rows. */
export interface KeyAnswer extends Omit<ObjectResult, 'key' | 'operations' | 'order'> {
  /** Rows: a linearization when valid, else the longest order found. */
  readonly order: ArrayLike<number>
  /** Rows at which the linear-time check broke. */
  readonly broken: readonly number[] | null
  /** Row whose return the search cannot explain; -1 when it does not know. */
  readonly impossible: number
}

/** Checks every key of a register history: in linear time where values are unique, by search otherwise. */
export function checkColumns(columns: RegisterColumns, budget: Budget, algorithm: LinearizabilityOptions['algorithm'] = 'auto'): KeyAnswer[] {
  const unique = algorithm === 'search' ? null : new UniqueValues(columns)
  return columns.keys.map((_, key) => (unique && checkUnique(unique, columns, key)) ?? searchKey(columns, key, budget))
}

function checkUnique(unique: UniqueValues, columns: RegisterColumns, key: number): KeyAnswer | null {
  const outcome = unique.check(key)
  if (outcome.kind === 'open') return null
  const lo = columns.start[key]!
  return {
    valid: outcome.kind === 'valid',
    algorithm: 'unique-values',
    order: unique.order.subarray(lo, lo + outcome.count),
    stopped: null,
    broken: outcome.kind === 'violation' ? outcome.rows : null,
    impossible: -1,
  }
}

function searchKey(columns: RegisterColumns, key: number, budget: Budget): KeyAnswer {
  const lo = columns.start[key]!
  const part = registerPart(columns, lo, columns.start[key + 1]!, columns.initial[key]!)
  const { valid, algorithm, order, impossible, stopped } = searchInTurns(part, budget)
  return {
    valid,
    algorithm,
    order: order.map((op) => lo + op),
    stopped,
    broken: null,
    impossible: impossible < 0 ? -1 : lo + impossible,
  }
}

/** The answers in terms of the operations that were handed in. */
export function objectResults(columns: RegisterColumns, answers: readonly KeyAnswer[]): ObjectResult[] {
  return answers.map(({ valid, algorithm, order, stopped }, key) => ({
    key: columns.keys[key]!,
    valid,
    algorithm,
    operations: columns.start[key + 1]! - columns.start[key]!,
    order: Int32Array.from(order, (row) => columns.source[row]!),
    stopped,
  }))
}

/** The violated keys, with what their check knows about the contradiction. */
export function brokenKeys(columns: RegisterColumns, answers: readonly KeyAnswer[], operations: readonly Operation[], model: Model): Broken[] {
  const operationAt = (row: number): Operation => operations[columns.source[row]!]!
  return answers.flatMap(({ valid, broken, impossible }, key) => {
    if (valid !== false) return []
    const lo = columns.start[key]!
    const evidence = broken && chainEvidence(columns, key, broken)
    return {
      key: columns.keys[key]!,
      operations: Array.from({ length: columns.start[key + 1]! - lo }, (_, i) => operationAt(lo + i)),
      initial: initialOf(model, columns.keys[key]!),
      impossible: impossible < 0 ? null : operationAt(impossible),
      evidence: evidence && { operations: evidence.rows.map(operationAt), asWrites: new Set([...evidence.asWrites].map(operationAt)) },
    }
  })
}
