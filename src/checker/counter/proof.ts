import type { Operation } from '../../core/event.ts'
import { countOf } from '../counter-history.ts'

/** Why at least `value of base + increments` increments had happened before a read was called. */
export interface CounterProof {
  /** An earlier read; null stands for the beginning, when the counter was 0. */
  readonly base: Operation | null
  /** Acknowledged before the read was called, and not asked for before `base` had returned. */
  readonly increments: readonly Operation[]
}

/**
 * The strongest proof against a read: of all reads that returned before it, the one whose value and the increments that
 * lie wholly between the two add up to most. Of equally strong ones the one with the fewest increments.
 */
export function proofOf(read: Operation, increments: readonly Operation[], reads: readonly Operation[]): CounterProof {
  const before = increments.filter(({ type, ret }) => type === 'ok' && ret < read.call).sort((a, b) => b.call - a.call)
  const bases = reads.filter(({ ret }) => ret < read.call).sort((a, b) => b.ret - a.ret)
  let best: { base: Operation | null; after: number; total: number } = { base: null, after: before.length, total: before.length }
  let after = 0
  for (const base of bases) {
    while (after < before.length && before[after]!.call > base.ret) after++
    const total = countOf(base) + after
    if (total > best.total || (total === best.total && after < best.after)) best = { base, after, total }
  }
  return { base: best.base, increments: before.slice(0, best.after).reverse() }
}

/** The second routine behind a witness: counts again, by nothing but the times of the operations quoted. */
export function proves({ base, increments }: CounterProof, read: Operation): boolean {
  const from = base === null ? -Infinity : base.ret
  const between = increments.every(({ type, call, ret }) => type === 'ok' && call > from && ret < read.call)
  return between && from < read.call && (base === null ? 0 : countOf(base)) + new Set(increments).size > countOf(read)
}
