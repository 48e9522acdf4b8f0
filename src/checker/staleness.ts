import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import { PHASES } from '../core/phase.ts'
import type { CheckInput, CheckResult } from '../core/workload.ts'
import { registerHistories } from './register-history.ts'
import { ascending, quantile } from './sorted.ts'
import { toMs } from './time.ts'

/** An answered read and how old its answer was. */
export interface ReadAge {
  readonly read: Operation
  /** Nanoseconds since the first acknowledged write that the read missed; 0 for a fresh read. */
  readonly age: number
  /** Acknowledged writes missed, at least. */
  readonly versions: number
}

/**
 * How old the answers of register reads were, per node and phase. Figures only: whether an old answer breaks
 * linearizability is for other checks to say.
 *
 * A read is `stale` when an acknowledged write began after the read's value had been written, and ended before the
 * read was called. Its staleness in milliseconds runs from the end of the first such write to the call of the read;
 * in versions it is the least number of such writes. Percentiles are taken over stale reads alone.
 */
export function staleness({ operations }: CheckInput): CheckResult {
  const samples = registerReadAges(operations)
  const stale = samples.filter(({ versions }) => versions > 0)
  const all = figures(samples)
  return {
    check: 'register staleness',
    valid: true,
    summary:
      stale.length === 0
        ? `None of ${samples.length} reads was stale.`
        : `${stale.length} of ${samples.length} reads were stale, by ${all.p50Ms} ms in the middle and ${all.maxMs} ms at most.`,
    witness: null,
    counts: 'impact',
    details: { ...all, byNode: byNodeAndPhase(samples) },
  }
}

/** Every answered read of registers with the age of its answer, in the order of the history. */
export function registerReadAges(operations: readonly Operation[]): ReadAge[] {
  const histories = registerHistories(operations)
  return operations
    .filter(({ f, type }) => f === 'read' && type === 'ok')
    .map((read) => {
      const old = histories.get(read.key ?? '')?.superseded(read.result ?? null, read.call) ?? null
      return old === null ? { read, age: 0, versions: 0 } : { read, age: read.call - old.by.ret, versions: old.versions }
    })
}

function byNodeAndPhase(samples: readonly ReadAge[]): { readonly [node: string]: Json } {
  const byNode = [...Map.groupBy(samples, ({ read }) => read.home)].sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(
    byNode.map(([node, own]) => {
      const phases = Map.groupBy(own, ({ read }) => read.phase)
      return [node, Object.fromEntries(PHASES.filter((phase) => phases.has(phase)).map((phase) => [phase, figures(phases.get(phase)!)]))]
    }),
  )
}

interface Figures {
  readonly reads: number
  readonly stale: number
  readonly maxMs: number | null
  readonly p50Ms: number | null
  readonly maxVersions: number | null
  readonly p50Versions: number | null
  readonly [name: string]: Json
}

function figures(samples: readonly ReadAge[]): Figures {
  const stale = samples.filter(({ versions }) => versions > 0)
  const ages = ascending(stale.map(({ age }) => toMs(age)))
  const versions = ascending(stale.map((sample) => sample.versions))
  return {
    reads: samples.length,
    stale: stale.length,
    maxMs: ages.at(-1) ?? null,
    p50Ms: quantile(ages, 0.5),
    maxVersions: versions.at(-1) ?? null,
    p50Versions: quantile(versions, 0.5),
  }
}
