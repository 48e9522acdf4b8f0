import { answered } from '../../../core/answered.ts'
import type { Operation } from '../../../core/event.ts'

/** More columns than this are not told apart on a screen; it bounds the size of every chart. */
const MOST = 250
/** Fewer columns would tell nothing of when something changed. */
const FEWEST = 25
const WIDTHS_MS = [100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000]

/** What became of a request in the sense of availability: a failure that carries the store's decision is an answer. */
export type Outcome = Operation['type']
export const OUTCOMES: readonly Outcome[] = ['ok', 'fail', 'info']

export function outcomeOf(operation: Operation): Outcome {
  return answered(operation) ? 'ok' : operation.type
}

/** Columns of equal width over the whole axis, in nanoseconds. */
export interface Bins {
  readonly width: number
  readonly count: number
}

/**
 * The narrowest columns of a round width that are few enough, and wide enough that a column in which a node was not asked
 * for a kind is rare: the load is thin where runs are short.
 */
export function binsFor(end: number, operations: readonly Operation[]): Bins {
  const rarest = [...Map.groupBy(loadOf(operations), ({ home, f }) => `${home} ${f}`).values()].reduce((most, group) => Math.max(most, interval(group)), 0)
  const least = Math.max(end / MOST, Math.min(rarest, end / FEWEST)) / 1e6
  const ms = WIDTHS_MS.find((each) => each >= least) ?? Math.ceil(least)
  return { width: ms * 1e6, count: Math.max(1, Math.ceil(end / (ms * 1e6))) }
}

/** The time from one request to the next that most intervals of a group stay below, in nanoseconds. */
function interval(group: readonly Operation[]): number {
  const calls = group.map(({ call }) => call).toSorted((a, b) => a - b)
  const gaps = calls.slice(1).map((call, index) => call - calls[index]!).toSorted((a, b) => a - b)
  return gaps[Math.floor(gaps.length * 0.9)] ?? 0
}

/** The operations of each column, by time of call. */
export function binned(operations: readonly Operation[], { width, count }: Bins): Operation[][] {
  const bins: Operation[][] = Array.from({ length: count }, () => [])
  for (const operation of operations) bins[Math.min(count - 1, Math.floor(operation.call / width))]?.push(operation)
  return bins
}

/**
 * Requests that make up the load: what availability is counted from. Initial writes, final reads and the
 * writes that wait without a deadline are none.
 */
export function loadOf(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ phase, unbounded }) => phase !== 'setup' && phase !== 'after' && unbounded === undefined)
}
