import type { Operation } from '../core/event.ts'
import type { CheckInput, CheckResult } from '../core/workload.ts'
import { UNTOUCHED, countOf, counterHistories, counterReads, type CounterHistory } from './counter-history.ts'
import { counterWitness } from './counter-witness.ts'
import { tally, violationsByPhase } from './tally.ts'

/** A read of a counter that no order of likes and unlikes explains. */
export interface OutOfBounds {
  readonly read: Operation
  readonly history: CounterHistory
  /** Positive: that many acknowledged likes are missing. Negative: that many too many. */
  readonly missing: number
}

/**
 * Every read of a post at its own time (CAP definition 4.5). A read must answer
 *
 * - at least the likes acknowledged before its call, less the unlikes that may have happened before its return;
 * - at most the likes that may have happened before its return, less the unlikes acknowledged before its call.
 *
 * Below means stale or lost, above means counted twice or an unlike forgotten. Sound, not complete: concurrent and
 * unknown operations widen the bounds.
 */
export function counterBounds({ operations, lane }: CheckInput): CheckResult {
  const reads = counterReads(operations)
  const found = outOfBounds(operations, reads)
  const below = found.filter(({ missing }) => missing > 0)
  const above = found.filter(({ missing }) => missing < 0)
  const worst = found.reduce<OutOfBounds | null>((most, one) => (most === null || Math.abs(one.missing) > Math.abs(most.missing) ? one : most), null)
  return {
    check: 'counter bounds',
    valid: worst === null,
    summary:
      worst === null
        ? `All ${reads.length} reads are within what was acknowledged and what was attempted.`
        : `${below.length} of ${reads.length} reads miss acknowledged likes, ${above.length} show too many.`,
    witness: worst === null ? null : counterWitness(worst, operations),
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: {
      reads: reads.length,
      below: below.length,
      above: above.length,
      maxMissing: below.reduce((most, { missing }) => Math.max(most, missing), 0),
      maxExtra: above.reduce((most, { missing }) => Math.max(most, -missing), 0),
      byNode: tally(found.map(({ read }) => read.home)),
      violationsByPhase: violationsByPhase(found.map(({ read }) => read)),
    },
  }
}

/** The reads outside their bounds, in order of invocation. */
export function outOfBounds(operations: readonly Operation[], reads: readonly Operation[]): OutOfBounds[] {
  const histories = counterHistories(operations)
  return reads.flatMap((read) => {
    const history = histories.get(read.key ?? '') ?? UNTOUCHED
    const { lower, upper } = history.bounds(read)
    const answer = countOf(read)
    const missing = answer < lower ? lower - answer : answer > upper ? upper - answer : 0
    return missing === 0 ? [] : [{ read, history, missing }]
  })
}
