import type { Operation } from '../../../core/event.ts'
import { PHASES, type Phase } from '../../../core/phase.ts'
import type { Run } from '../../result.ts'

/** Units from the left to the right end of a drawing over time. */
export const UNITS = 2000

export interface Span {
  readonly phase: Phase
  /** Nanoseconds. */
  readonly from: number
  readonly to: number
}

/** The time axis that all drawings of one run share. Nanoseconds since the start of the trial. */
export interface TimeAxis {
  readonly end: number
  readonly spans: readonly Span[]
}

/** From 0 to the end of the trial; for a trial that was stopped, to the last thing known of it. */
export function timeAxis(run: Run, operations: readonly Operation[]): TimeAxis {
  const end = run.phases.end ?? operations.reduce((last, { call, end: heard }) => Math.max(last, Number.isFinite(heard) ? heard : call), 1)
  return { end, spans: phaseSpans(run.phases, end) }
}

/** The phases that were reached, each with its first and last nanosecond. */
export function phaseSpans(phases: Run['phases'], end: number): Span[] {
  const begun = PHASES.flatMap((phase) => {
    const from = phases[phase]
    return from === undefined ? [] : [{ phase, from }]
  })
  return begun.map(({ phase, from }, index) => ({ phase, from, to: begun[index + 1]?.from ?? Math.max(from, end) }))
}

/** From the first link cut to the heal, in nanoseconds; null when nothing was cut. */
export function cutSpan(run: Run): { readonly from: number; readonly to: number } | null {
  const from = run.phases.transition
  return from === undefined ? null : { from, to: run.phases.heal ?? run.phases.end ?? Infinity }
}

/** Position of a time on the axis in drawing units, a whole number. */
export function unitOf(time: number, end: number): number {
  return Math.round((Math.max(0, Math.min(time, end)) / end) * UNITS)
}

/** Position of a time on the axis as a CSS length. */
export function percentOf(time: number, end: number): string {
  return `${((Math.max(0, Math.min(time, end)) / end) * 100).toFixed(2)}%`
}

/** Whole seconds to write under the axis, at most a dozen. */
export function ticks(end: number): number[] {
  const seconds = end / 1e9
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].find((each) => seconds / each <= 12) ?? Math.ceil(seconds / 12)
  return Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step).filter((tick) => tick / seconds < 0.97)
}
