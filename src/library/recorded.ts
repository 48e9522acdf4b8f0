import type { Operation } from '../core/event.ts'
import { operationsByRun, type JudgedTrial } from '../report/build-result.ts'
import type { Result } from '../report/result.ts'

/**
 * Operations behind results that were made in this process, for as long as somebody holds the result: a result is what
 * stands in result.json, and the page needs more for its timelines.
 */
const recorded = new WeakMap<Result, ReadonlyMap<string, readonly Operation[]>>()

export function keepTrials(result: Result, trials: readonly JudgedTrial[]): void {
  recorded.set(result, operationsByRun(trials))
}

/** By run id; empty for a result that was read from a file. */
export function recordedOperations(result: Result): ReadonlyMap<string, readonly Operation[]> {
  return recorded.get(result) ?? new Map()
}
