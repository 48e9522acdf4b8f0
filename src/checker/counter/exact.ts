import { countAtMost } from '../sorted.ts'
import { DueQueue } from './due-queue.ts'
import { inOrder } from './near-sorted.ts'

/** Increments by one and reads of one counter, in columns. Times are closed intervals: equal ones are concurrent. */
export interface CounterColumns {
  /** When each increment was called. */
  readonly incrementCall: ArrayLike<number>
  /** When it was acknowledged; `Infinity` when its outcome is unknown, it may then never have happened. */
  readonly incrementRet: ArrayLike<number>
  readonly readCall: ArrayLike<number>
  readonly readRet: ArrayLike<number>
  /** What each read answered. */
  readonly readValue: ArrayLike<number>
}

/** A read that no order of the increments explains. */
export interface CounterFault {
  /** Index of the read. */
  readonly read: number
  /** `stale`: it misses at least `by` increments. `over`: it shows at least `by` more than had been asked for. */
  readonly kind: 'stale' | 'over'
  readonly by: number
}

/**
 * Is there an order of increments that gives every answer (linearizability of a counter that starts at 0)? Exact, in
 * O(n log n).
 *
 * Increment number `v` has to happen before the first read of `v` or more returns (its deadline), and cannot have
 * happened before the last read of less is called. So: go through time and let an increment happen only when it must,
 * because it is acknowledged now or because a read that returns now needs it; for a read, take of those that have been
 * called the one that is acknowledged first. That is the least number of increments at any time, so a read that is called
 * later and shows less is stale. A read that shows more than have been called by its return is over.
 *
 * Steps other than one would make it a question of subset sums; unlikes would let two reads differ both ways.
 */
export function exactCounter(history: CounterColumns): CounterFault[] {
  const { readCall, readRet, readValue } = history
  const calls = Float64Array.from(history.incrementCall).sort()
  const faults: CounterFault[] = []
  const byReturn = inOrder(readRet)
  const returning = byReturn.filter((read) => {
    const most = countAtMost(calls, readRet[read]!)
    if (readValue[read]! > most) faults.push({ read, kind: 'over', by: readValue[read]! - most })
    return readValue[read]! <= most
  })
  const byCall = inOrder(readCall)
  const least = leastCounts(history, byCall, returning)
  byCall.forEach((read, i) => {
    if (readValue[read]! < least[i]!) faults.push({ read, kind: 'stale', by: least[i]! - readValue[read]! })
  })
  return faults.sort((a, b) => a.read - b.read)
}

/** For each read in order of call: how many increments must have happened before it was called. */
function leastCounts({ incrementCall, incrementRet, readCall, readRet, readValue }: CounterColumns, byCall: Int32Array, returning: Int32Array): Int32Array {
  const starts = inOrder(incrementCall)
  const ends = inOrder(incrementRet, (i) => incrementRet[i]! < Infinity)
  const happened = new Uint8Array(incrementCall.length)
  const due = new DueQueue(incrementRet)
  const least = new Int32Array(byCall.length)
  let [done, start, end, back] = [0, 0, 0, 0]
  for (let i = 0; i < byCall.length; i++) {
    const now = readCall[byCall[i]!]!
    // What returned at this very moment is concurrent with the read, so only earlier ends count.
    for (;;) {
      const nextEnd = end < ends.length ? incrementRet[ends[end]!]! : Infinity
      const nextBack = back < returning.length ? readRet[returning[back]!]! : Infinity
      if (nextEnd >= now && nextBack >= now) break
      const time = Math.min(nextEnd, nextBack)
      for (; start < starts.length && incrementCall[starts[start]!]! <= time; start++) due.add(starts[start]!)
      if (nextBack <= nextEnd) {
        const value = readValue[returning[back++]!]!
        for (; done < value; done++) happened[due.take(happened)] = 1
      } else {
        const increment = ends[end++]!
        if (happened[increment] === 0) done++
        happened[increment] = 1
      }
    }
    least[i] = done
  }
  return least
}
