import type { Operation } from '../core/event.ts'
import { PHASES } from '../core/phase.ts'

/** Counts by name, names in ascending order, so that the same findings are written the same way. */
export function tally(names: Iterable<string>): { readonly [name: string]: number } {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/**
 * How many of the operations that complete a contradiction were invoked in each phase.
 * Checks store it as `details.violationsByPhase`; the verdict reads from it where the witnesses fell.
 */
export function violationsByPhase(operations: Iterable<Operation>): { readonly [phase: string]: number } {
  const counts = new Map<string, number>()
  for (const { phase } of operations) counts.set(phase, (counts.get(phase) ?? 0) + 1)
  return Object.fromEntries(PHASES.filter((phase) => counts.has(phase)).map((phase) => [phase, counts.get(phase)!]))
}

/** Acknowledged and lost per side; checks store it as `details.lostBySide`. */
export function lostBySide(
  acknowledged: readonly Operation[],
  lost: readonly Operation[],
): { readonly [side: string]: { readonly acknowledged: number; readonly lost: number } } {
  const all = tally(acknowledged.map((operation) => operation.side))
  const gone = tally(lost.map((operation) => operation.side))
  return Object.fromEntries(Object.entries(all).map(([side, count]) => [side, { acknowledged: count, lost: gone[side] ?? 0 }]))
}
