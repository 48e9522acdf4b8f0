import { PHASES, type Phase } from '../core/phase.ts'
import type { PhaseTimes, TrialRecord } from '../core/trial.ts'
import { linkName } from '../core/ids.ts'

/** A stretch of trial time in nanoseconds; both ends belong to it. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** When a phase ended: the start of the next phase that happened, else the end of the trial, else never. */
export function phaseEnd(times: PhaseTimes, phase: Phase): number {
  for (const next of PHASES.slice(PHASES.indexOf(phase) + 1)) {
    const start = times[next]
    if (start !== undefined) return start
  }
  return times.end ?? Infinity
}

/** The stretch of a phase, null when the trial never reached it. */
export function phaseSpan(times: PhaseTimes, phase: Phase): Span | null {
  const start = times[phase]
  return start === undefined ? null : { start, end: phaseEnd(times, phase) }
}

/**
 * The stretch in which the cut is proved to hold: from the moment at which a probe had found every link of the cut
 * closed, to the end of steady. Null when some link was never found closed.
 */
export function verifiedCut(trial: TrialRecord): Span | null {
  const { transition, steady } = trial.phases
  if (transition === undefined || steady === undefined || trial.cutLinks.length === 0) return null
  const end = phaseEnd(trial.phases, 'steady')
  const firstClosed = new Map<string, number>()
  for (const probe of trial.probes) {
    if ((probe.state !== 'cut' && probe.state !== 'refused') || probe.time < transition || probe.time > end) continue
    const known = firstClosed.get(probe.link)
    if (known === undefined || probe.time < known) firstClosed.set(probe.link, probe.time)
  }
  let start = transition
  for (const link of trial.cutLinks) {
    const closed = firstClosed.get(linkName(link))
    if (closed === undefined) return null
    start = Math.max(start, closed)
  }
  return { start, end }
}
