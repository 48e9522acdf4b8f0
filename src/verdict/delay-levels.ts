import { ascending, quantile } from '../checker/sorted.ts'
import { toMs } from '../checker/time.ts'
import { answered } from '../core/answered.ts'
import type { DelaysRecord } from '../core/delays.ts'
import type { Operation } from '../core/event.ts'
import type { Point } from './theil-sen.ts'

/** One kind of operation at one delay. */
export interface DelayLevel {
  readonly delayMs: number
  readonly attempts: number
  /** Carried out and acknowledged; latency is that of these alone. */
  readonly samples: number
  /** Errors, refusals, and silence until the deadline. */
  readonly unanswered: number
  /** Milliseconds; null without samples. */
  readonly p50: number | null
  readonly p99: number | null
}

/** Operations of one kind by delay: figures of each level, and each sample as a point (added delay, latency), both in milliseconds. */
export interface Levels {
  readonly levels: readonly DelayLevel[]
  readonly points: readonly Point[]
}

/**
 * Operations whose home is the node that got them, by the delay at which they were sent. A client that reaches the leader
 * through links waits for its own way there too, which says nothing of the store.
 */
export function delayLevels({ visits, options }: DelaysRecord, operations: readonly Operation[]): Levels {
  const delays = [...new Set(options.delaysMs)].toSorted((a, b) => a - b)
  const byDelay = delays.map((delayMs) => {
    const own = visits.filter((visit) => visit.delayMs === delayMs)
    return { delayMs, sent: operations.filter(({ home, node, call }) => home === node && own.some(({ from, to }) => from <= call && call < to)) }
  })
  return {
    levels: byDelay.map(({ delayMs, sent }) => level(delayMs, sent)),
    points: byDelay.flatMap(({ delayMs, sent }) => sent.filter(done).map((operation) => ({ x: delayMs, y: latency(operation) }))),
  }
}

function level(delayMs: number, sent: readonly Operation[]): DelayLevel {
  const latencies = ascending(sent.filter(done).map(latency))
  return {
    delayMs,
    attempts: sent.length,
    samples: latencies.length,
    unanswered: sent.filter((operation) => !answered(operation)).length,
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
  }
}

/** A condition that did not hold is an answer, but the store did less than the kind's work for it. */
function done({ type }: Operation): boolean {
  return type === 'ok'
}

function latency({ call, end }: Operation): number {
  return toMs(end - call)
}
