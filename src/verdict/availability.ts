import { phaseEnd } from '../checker/phase-span.ts'
import { ascending, quantile } from '../checker/sorted.ts'
import { toMs } from '../checker/time.ts'
import { answered } from '../core/answered.ts'
import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'
import { PHASES, type Phase, type Side } from '../core/phase.ts'
import type { KindInfo, LaneInfo, TrialRecord } from '../core/trial.ts'
import { upperBound } from './bound.ts'
import type { AvailabilityCell } from './verdict.ts'

/**
 * The availability matrix of one lane: a cell for each home × phase × kind of load, in the order of the trial's
 * nodes, the phases and the lane's kinds. Set-up and functions that are no kind of the load (ledger reads) have no
 * cells, nor has a phase that the trial did not reach; phase `after` has the cells that something was sent in.
 *
 * An operation counts in the phase in which it was invoked if it also ended there. One that was still open when its
 * phase ended is `straddling` and counts nowhere else: the end of the cut may have decided its outcome.
 */
export function availability(trial: TrialRecord, lane: LaneInfo, operations: readonly Operation[]): AvailabilityCell[] {
  const groups = Map.groupBy(operations, ({ home, phase, f }) => cellName(home, phase, f))
  const phases = PHASES.filter((phase) => phase !== 'setup' && trial.phases[phase] !== undefined)
  return trial.nodes.flatMap((home) =>
    phases.flatMap((phase) =>
      lane.kinds.flatMap((kind) => {
        const group = groups.get(cellName(home, phase, kind.f)) ?? []
        if (phase === 'after' && group.length === 0) return []
        return [cell(lane.workload, home, sideOf(trial, home), phase, kind, group, phaseEnd(trial.phases, phase))]
      }),
    ),
  )
}

/** The side that a node is on. */
export function sideOf(trial: TrialRecord, node: NodeId): Side {
  return Object.entries(trial.sides).find(([, nodes]) => nodes.includes(node))?.[0] ?? 'none'
}

function cellName(home: NodeId, phase: Phase, f: string): string {
  return `${home} ${phase} ${f}`
}

function cell(workload: string, home: NodeId, side: Side, phase: Phase, kind: KindInfo, group: readonly Operation[], end: number): AvailabilityCell {
  const counted = group.filter((operation) => operation.end <= end)
  const good = counted.filter(answered)
  const latencies = ascending(good.map(({ call, end: heard }) => toMs(heard - call)))
  const fail = counted.filter(({ type }) => type === 'fail').length - good.filter(({ type }) => type === 'fail').length
  return {
    workload,
    home,
    side,
    phase,
    f: kind.f,
    effect: kind.effect,
    attempts: counted.length,
    ok: good.length,
    fail,
    info: counted.length - good.length - fail,
    straddling: group.length - counted.length,
    bound: upperBound(Math.min(good.length, counted.length - good.length), counted.length),
    p50: quantile(latencies, 0.5),
    p99: quantile(latencies, 0.99),
    errors: errorCounts(counted),
  }
}

function errorCounts(operations: readonly Operation[]): { readonly [code: string]: number } {
  const counts = new Map<string, number>()
  for (const { error } of operations) if (error !== undefined) counts.set(error.code, (counts.get(error.code) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
}
