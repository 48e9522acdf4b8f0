import type { Operation } from '../../core/event.ts'
import type { CheckInput, CheckResult, Witness } from '../../core/workload.ts'
import { countOf } from '../counter-history.ts'
import { describe } from '../describe.ts'
import { tally, violationsByPhase } from '../tally.ts'
import { exactCounter, type CounterFault } from './exact.ts'
import { proofOf, proves } from './proof.ts'

/** Increments quoted beside a read. */
const QUOTED = 3

/** A read that no order of the increments of its counter explains. */
export interface CounterFound {
  readonly read: Operation
  readonly fault: CounterFault
  readonly increments: readonly Operation[]
  readonly reads: readonly Operation[]
}

/**
 * Every read of every counter that only goes up, exactly: is there an order of the `like`s (each adds one, from 0) that
 * gives all answers? Finds what the bounds of single reads cannot, such as a read that shows less than another one
 * before it. Counters with unlikes are left to the bounds.
 */
export function counterExact({ operations, lane }: CheckInput): CheckResult {
  const counters = Map.groupBy(operations.filter(isOfCounter), ({ key }) => key ?? '')
  const withUnlikes = [...counters].filter(([, own]) => own.some(({ f, type }) => f === 'unlike' && type !== 'fail')).map(([key]) => key)
  for (const key of withUnlikes) counters.delete(key)
  const found = [...counters.values()].flatMap((own) => {
    const increments = own.filter(({ f, type }) => f === 'like' && type !== 'fail')
    return counterFaults(increments, own.filter(isAnswered))
  })
  const reads = [...counters.values()].reduce((sum, own) => sum + own.filter(isAnswered).length, 0)
  const stale = found.filter(({ fault }) => fault.kind === 'stale')
  return {
    check: 'counter exact',
    valid: found.length > 0 ? false : counters.size === 0 && withUnlikes.length > 0 ? 'unknown' : true,
    summary: summary(found.length, stale.length, reads, withUnlikes.length),
    witness: found[0] === undefined ? null : exactWitness(found[0]),
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: {
      reads,
      counters: counters.size,
      withUnlikes: withUnlikes.length,
      stale: stale.length,
      over: found.length - stale.length,
      maxMissing: stale.reduce((most, { fault }) => Math.max(most, fault.by), 0),
      byNode: tally(found.map(({ read }) => read.home)),
      violationsByPhase: violationsByPhase(found.map(({ read }) => read)),
    },
  }
}

function summary(found: number, stale: number, reads: number, left: number): string {
  const rest = left > 0 ? ` ${left} counters with unlikes were left to the bounds.` : ''
  if (found === 0) return `${reads} reads of counters: some order of the increments explains them all.${rest}`
  return `${stale} of ${reads} reads miss increments that must have happened, ${found - stale} show more than were asked for.${rest}`
}

function isOfCounter({ f }: Operation): boolean {
  return f === 'like' || f === 'unlike' || f === 'read'
}

function isAnswered({ f, type }: Operation): boolean {
  return f === 'read' && type === 'ok'
}

/** All faults of one counter that begins at 0, given its increments by one (not the failed ones) and its answered reads. */
export function counterFaults(increments: readonly Operation[], reads: readonly Operation[]): CounterFound[] {
  const faults = exactCounter({
    incrementCall: Float64Array.from(increments, ({ call }) => call),
    incrementRet: Float64Array.from(increments, ({ type, ret }) => (type === 'ok' ? ret : Infinity)),
    readCall: Float64Array.from(reads, ({ call }) => call),
    readRet: Float64Array.from(reads, ({ ret }) => ret),
    readValue: Float64Array.from(reads, countOf),
  })
  return faults.map((fault) => ({ read: reads[fault.read]!, fault, increments, reads }))
}

/** The read, and the few operations that show it to be wrong. */
export function exactWitness({ read, fault, increments, reads }: CounterFound): Witness {
  if (fault.kind === 'over') {
    const asked = increments.filter(({ call }) => call <= read.ret).length
    return {
      operations: [read],
      explanation: [`Until this read returned, ${asked} increments had been asked for.`, describe(read), `It answers ${countOf(read)}: ${fault.by} too many.`],
      confirmed: countOf(read) > asked,
    }
  }
  const proof = proofOf(read, increments, reads)
  const quoted = proof.increments.slice(-QUOTED)
  return {
    operations: [...(proof.base ? [proof.base] : []), ...quoted, read].sort((a, b) => a.call - b.call),
    explanation: [
      ...(proof.base ? [describe(proof.base), `So ${countOf(proof.base)} increments had happened when it returned.`] : []),
      ...(proof.increments.length > 0
        ? [`${proof.increments.length} increments were asked for${proof.base ? ' only after that' : ''} and acknowledged before the next read was called; the last of them:`, ...quoted.map(describe)]
        : []),
      describe(read),
      `It answers ${countOf(read)}: at least ${fault.by} too few.`,
    ],
    confirmed: proves(proof, read),
  }
}
