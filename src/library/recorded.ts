import { recordedByRun } from '../pipeline/recorded.ts'
import type { JudgedTrial } from '../report/build-result.ts'
import type { Recorded } from '../report/html/recorded.ts'
import type { Result } from '../report/result.ts'

/**
 * What was recorded behind results that were made in this process, for as long as somebody holds the result: a result is
 * what stands in result.json, and the page needs more for its charts.
 */
const kept = new WeakMap<Result, ReadonlyMap<string, Recorded>>()

export function keepTrials(result: Result, trials: readonly JudgedTrial[]): void {
  kept.set(result, recordedByRun(trials))
}

/** By run id; empty for a result that was read from a file. */
export function recordedFor(result: Result): ReadonlyMap<string, Recorded> {
  return kept.get(result) ?? new Map()
}
