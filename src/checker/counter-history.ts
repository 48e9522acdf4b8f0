import type { Operation } from '../core/event.ts'
import { ascending, countAtMost, countBelow } from './sorted.ts'

/** The least and the most that a read of a counter may answer. */
export interface Bounds {
  readonly lower: number
  readonly upper: number
}

/** The likes and unlikes of one post, indexed by time. */
export interface CounterHistory {
  /** Acknowledged likes, by time of return. */
  readonly acknowledged: readonly Operation[]
  /** Acknowledged unlikes, by time of return. */
  readonly withdrawn: readonly Operation[]
  bounds(read: Operation): Bounds
}

/** Likes and unlikes by post. A failed one did not happen; an unknown one may have, at any time after its call. */
export function counterHistories(operations: readonly Operation[]): Map<string, CounterHistory> {
  const changes = operations.filter(({ f, type }) => (f === 'like' || f === 'unlike') && type !== 'fail')
  return new Map([...Map.groupBy(changes, ({ key }) => key ?? '')].map(([post, group]) => [post, counterHistory(group)]))
}

/** An object without likes or unlikes: only 0 can be read. */
export const UNTOUCHED: CounterHistory = { acknowledged: [], withdrawn: [], bounds: () => ({ lower: 0, upper: 0 }) }

function counterHistory(changes: readonly Operation[]): CounterHistory {
  const likes = changes.filter(({ f }) => f === 'like')
  const unlikes = changes.filter(({ f }) => f === 'unlike')
  const acknowledged = byReturn(likes)
  const withdrawn = byReturn(unlikes)
  const likeCalls = ascending(likes.map(({ call }) => call))
  const likeReturns = ascending(acknowledged.map(({ ret }) => ret))
  const unlikeCalls = ascending(unlikes.map(({ call }) => call))
  const unlikeReturns = ascending(withdrawn.map(({ ret }) => ret))
  return {
    acknowledged,
    withdrawn,
    // Intervals are closed: what returns in the very nanosecond of a call is concurrent with it.
    bounds: ({ call, ret }) => ({
      lower: countBelow(likeReturns, call) - countAtMost(unlikeCalls, ret),
      upper: countAtMost(likeCalls, ret) - countBelow(unlikeReturns, call),
    }),
  }
}

function byReturn(changes: readonly Operation[]): Operation[] {
  return changes.filter(({ type }) => type === 'ok').sort((a, b) => a.ret - b.ret || a.index - b.index)
}

/** The number that a counter read answered; throws on anything else, which makes the check `unknown`. */
export function countOf(read: Operation): number {
  if (typeof read.result !== 'number') throw new Error(`operation ${read.index}: a counter read must answer a number`)
  return read.result
}

/** Answered reads of counters. */
export function counterReads(operations: readonly Operation[]): Operation[] {
  return operations.filter(({ f, type }) => f === 'read' && type === 'ok')
}

/** The same bounds by plain counting over the whole history: the second routine behind a witness. */
export function countedBounds(operations: readonly Operation[], read: Operation): Bounds {
  let lower = 0
  let upper = 0
  for (const { f, key, type, call, ret } of operations) {
    if (key !== read.key || type === 'fail') continue
    const certainlyBefore = type === 'ok' && ret < read.call
    const possiblyBefore = call <= read.ret
    if (f === 'like') {
      if (certainlyBefore) lower++
      if (possiblyBefore) upper++
    } else if (f === 'unlike') {
      if (possiblyBefore) lower--
      if (certainlyBefore) upper--
    }
  }
  return { lower, upper }
}
