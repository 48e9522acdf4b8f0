import { faultOf } from '../core/fault.ts'
import type { TrialRecord } from '../core/trial.ts'
import { upperBound } from './bound.ts'
import { sideState, stateOf, type Available } from './scope.ts'
import type { AvailabilityCell, MatrixCell, MatrixRow } from './verdict.ts'

/**
 * The matrix of CAP definition 4.4: operation × side, in the steady phase. The strict scope asks every node of a side, so
 * the one that answered least decides; the scope of one's own side asks for some node, so the one that answered
 * most does. Each cell is thus what one named node did. A node that the harness stopped is asked nothing.
 *
 * @param cells availability cells of one lane
 */
export function matrix(trial: TrialRecord, cells: readonly AvailabilityCell[], tolerance: number): MatrixRow[] {
  const stopped = new Set(faultOf(trial).nodes.map(({ node }) => node))
  const steady = cells.filter(({ phase, home }) => phase === 'steady' && !stopped.has(home))
  return [...Map.groupBy(steady, ({ f, side }) => JSON.stringify([f, side])).values()]
    .map((group) => row(trial, group, tolerance))
    .sort((a, b) => rank(a, trial, cells) - rank(b, trial, cells))
}

function row(trial: TrialRecord, group: readonly AvailabilityCell[], tolerance: number): MatrixRow {
  const byShare = group.toSorted((a, b) => share(a) - share(b) || b.attempts - a.attempts)
  const [least, most] = [byShare[0]!, byShare.at(-1)!]
  const states = group.map((cell) => stateOf(cell, trial, tolerance))
  const strict = states.includes(false) ? false : states.every((state) => state === true) ? true : 'partly'
  return {
    ...{ f: least.f, effect: least.effect, side: least.side },
    strict: cellOf(least, strict),
    ownSide: cellOf(most, sideState(group, trial, tolerance)),
  }
}

function cellOf({ home, attempts, ok, fail, info, p50, p99 }: AvailabilityCell, available: Available): MatrixCell {
  const missed = upperBound(attempts - ok, attempts)
  return { ...{ home, available, attempts, ok, fail, info }, low: missed === null ? null : 1 - missed, high: upperBound(ok, attempts), p50, p99 }
}

function share({ ok, attempts }: AvailabilityCell): number {
  return attempts === 0 ? 0 : ok / attempts
}

/** In the order of the workload's kinds, and of the trial's sides within. */
function rank({ f, side }: MatrixRow, trial: TrialRecord, cells: readonly AvailabilityCell[]): number {
  const sides = Object.keys(trial.sides)
  return cells.findIndex((cell) => cell.f === f) * sides.length + sides.indexOf(side)
}
