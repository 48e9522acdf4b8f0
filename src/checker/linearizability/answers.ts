import type { Operation } from '../../core/event.ts'
import { initialOf } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { chainEvidence } from './chain-evidence.ts'
import type { ObjectRows, RegisterColumns } from './columns.ts'
import type { Part } from './part.ts'
import type { ObjectResult } from './result.ts'
import { searchInTurns } from './turns.ts'
import type { Budget } from './turns.ts'
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

/** Answers for one key after the other. Keys may be asked for in any order. */
export type KeyCheck = (key: number) => KeyAnswer

/** Searches one key, whose first row is `lo`. */
export function searchKey(part: Part, lo: number, budget: Budget): KeyAnswer {
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

/** Nothing is known about a key, because its check stopped before it could say anything. */
export function noAnswer(stopped: ObjectResult['stopped'], error?: string): KeyAnswer {
  return { valid: 'unknown', algorithm: 'depth-first', order: [], stopped, broken: null, impossible: -1, ...(error === undefined ? {} : { error }) }
}

/** The answers in terms of the operations that were handed in. */
export function objectResults({ keys, start, source }: ObjectRows, answers: readonly KeyAnswer[]): ObjectResult[] {
  return answers.map(({ valid, algorithm, order, stopped, error }, key) => ({
    key: keys[key]!,
    valid,
    algorithm,
    operations: start[key + 1]! - start[key]!,
    order: Int32Array.from(order, (row) => source[row]!),
    stopped,
    ...(error === undefined ? {} : { error }),
  }))
}

/**
 * The violated keys, with what their check knows about the contradiction.
 *
 * @param registers the same rows as a register history, when they are one
 */
export function brokenKeys(
  { keys, start, source }: ObjectRows,
  registers: RegisterColumns | null,
  answers: readonly KeyAnswer[],
  operations: readonly Operation[],
  model: Model,
): Broken[] {
  const operationAt = (row: number): Operation => operations[source[row]!]!
  return answers.flatMap(({ valid, broken, impossible }, key) => {
    if (valid !== false) return []
    const lo = start[key]!
    const evidence = broken && registers && chainEvidence(registers, key, broken)
    return {
      key: keys[key]!,
      operations: Array.from({ length: start[key + 1]! - lo }, (_, i) => operationAt(lo + i)),
      initial: initialOf(model, keys[key]!),
      impossible: impossible < 0 ? null : operationAt(impossible),
      evidence: evidence && { operations: evidence.rows.map(operationAt), asWrites: new Set([...evidence.asWrites].map(operationAt)) },
    }
  })
}
