import { faultOf } from '../core/fault.ts'
import type { TrialRecord } from '../core/trial.ts'
import { requiredAtHome, type Evidence } from './evidence.ts'
import type { AvailabilityCell } from './verdict.ts'

/** Everything answered; some kind answered nothing for as long as the cut held; or something in between. */
export type Available = boolean | 'partly'

/** Availability in the steady phase, in both scopes of CAP definition 4.1. */
export interface Scopes {
  /** Every kind at every node. */
  readonly strict: Available
  /** Every kind at some node of each side. */
  readonly side: Available
  /** The clearest loss: a kind that a node answered not once; null when there is none. */
  readonly loss: AvailabilityCell | null
  /** A kind that was answered at times only; null when there is none. */
  readonly partial: AvailabilityCell | null
}

/** Judges the steady phase, and only that. A node that the harness stopped has failed and need not answer. */
export function scopes({ cells, trial, lane, tolerance }: Evidence): Scopes {
  const stopped = new Set(faultOf(trial).nodes.map(({ node }) => node))
  const steady = cells.filter(({ phase, home }) => phase === 'steady' && !stopped.has(home))
  const losses = steady.filter((cell) => lost(cell, trial))
  return {
    strict: combine(steady.map((cell) => stateOf(cell, trial, tolerance))),
    side: combine([...Map.groupBy(steady, ({ workload, side, f }) => `${workload} ${side} ${f}`).values()].map((group) => sideState(group, trial, tolerance))),
    loss: losses.sort((a, b) => rank(b, lane.workload) - rank(a, lane.workload) || b.attempts - a.attempts)[0] ?? null,
    partial: steady.find((cell) => stateOf(cell, trial, tolerance) === 'partly') ?? null,
  }
}

/** One kind at one node. */
export function stateOf(cell: AvailabilityCell, trial: TrialRecord, tolerance: number): Available {
  if (cell.attempts > 0 && cell.attempts - cell.ok <= tolerance * cell.attempts) return true
  return lost(cell, trial) ? false : 'partly'
}

function lost({ ok, attempts, side }: AvailabilityCell, trial: TrialRecord): boolean {
  return ok === 0 && attempts >= requiredAtHome(trial, side)
}

/** One kind at the nodes of one side. A client of a side may use any of its nodes: one that answers everything suffices. */
export function sideState(group: readonly AvailabilityCell[], trial: TrialRecord, tolerance: number): Available {
  if (group.some((cell) => stateOf(cell, trial, tolerance) === true)) return true
  return group.every((cell) => lost(cell, trial)) ? false : 'partly'
}

function combine(states: readonly Available[]): Available {
  if (states.includes(false)) return false
  return states.length > 0 && states.every((state) => state === true) ? true : 'partly'
}

/** The lane's own kinds tell its reader more than the register's, and refused changes more than refused reads. */
function rank({ workload, effect }: AvailabilityCell, own: string): number {
  return (workload === own ? 2 : 0) + (effect === 'read' ? 0 : 1)
}
