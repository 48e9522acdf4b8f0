import { availableParallelism } from 'node:os'
import { CapcheckError, messageOf } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import { noAnswer } from './answers.ts'
import type { KeyAnswer, KeyCheck } from './answers.ts'
import { budgetOf, checkOf, prepare, resultOf } from './prepared.ts'
import type { Prepared } from './prepared.ts'
import type { LinearizabilityOptions, LinearizabilityResult } from './result.ts'
import type { Budget } from './turns.ts'
import { loadModel } from './workers/model-source.ts'
import type { ModelSource } from './workers/model-source.ts'
import { checkOnThreads } from './workers/pool.ts'
import { shareHistory } from './workers/shared-history.ts'

export interface WorkerOptions extends Omit<LinearizabilityOptions, 'now'> {
  /** How many threads; 0 checks on this one. Default: one a processor where that pays, else none. */
  readonly workers?: number
}

/** From so many operations on, all keys go to threads: below, starting them and copying columns takes longer. */
const MANY_OPERATIONS = 500_000
/** Milliseconds of checking on this thread after which what is left counts as hard. */
const EASY_MS = 200

/**
 * `checkLinearizable` with the keys spread over threads. The result is the same whatever their number, as long as
 * the time is enough. A key whose thread breaks down (memory that runs out, a model that ends it) is unknown.
 *
 * @param source the model; one of your own by the file that exports it
 * @throws CapcheckError (exit 64) when a model of your own cannot be loaded, throws, or returns what no model may
 * @example
 * ```ts
 * const { operations } = await readAnyHistory('history.jsonl')
 * const { valid } = await checkLinearizableOnWorkers(operations, { model: 'register', initial: 0 }, { budgetMs: 10_000 })
 * ```
 */
export async function checkLinearizableOnWorkers(
  operations: readonly Operation[],
  source: ModelSource,
  options: WorkerOptions = {},
): Promise<LinearizabilityResult> {
  const budget = budgetOf(options)
  const history = prepare(operations, await loadModel(source))
  const keys = history.rows.keys.map((_, key) => key)
  const answers = new Map<number, KeyAnswer>()
  const threads = options.workers ?? availableParallelism()
  const left = options.workers === undefined ? worthThreads(history, keys, threads, budget, options, answers) : keys
  if (threads === 0 || left.length === 0) checkHere(history, left, budget, options, answers)
  else {
    const { start } = history.rows
    const longestFirst = left.toSorted((a, b) => start[b + 1]! - start[b]! - (start[a + 1]! - start[a]!) || a - b)
    const job = { history: shareHistory(history), source, algorithm: options.algorithm, budget }
    for (const [key, answer] of await checkOnThreads(job, longestFirst, threads)) answers.set(key, answer)
  }
  return resultOf(history, keys.map((key) => answers.get(key)!), budget, options)
}

/** Answers what is easy here; returns the keys that are worth threads, perhaps none. */
function worthThreads(
  history: Prepared,
  keys: readonly number[],
  threads: number,
  budget: Budget,
  options: WorkerOptions,
  answers: Map<number, KeyAnswer>,
): readonly number[] {
  if (threads > 1 && keys.length > 1 && history.rows.source.length >= MANY_OPERATIONS) return keys
  const soon = Math.min(budget.deadline, budget.now() + EASY_MS)
  const check = checkOf(history, { ...budget, deadline: soon }, options.algorithm)
  for (const key of keys) {
    if (budget.now() > soon) break
    const answer = checkOrCrash(check, key)
    if (answer.stopped !== 'time') answers.set(key, answer)
  }
  const left = keys.filter((key) => !answers.has(key))
  if (threads > 1 && left.length > 1) return left
  checkHere(history, left, budget, options, answers)
  return []
}

function checkHere(history: Prepared, keys: readonly number[], budget: Budget, options: WorkerOptions, answers: Map<number, KeyAnswer>): void {
  const check = checkOf(history, budget, options.algorithm)
  for (const key of keys) answers.set(key, checkOrCrash(check, key))
}

/** As in a thread: what breaks down over one key leaves the others alone, but what a user must mend ends the check. */
function checkOrCrash(check: KeyCheck, key: number): KeyAnswer {
  try {
    return check(key)
  } catch (error) {
    if (error instanceof CapcheckError) throw error
    return noAnswer('crash', messageOf(error))
  }
}
