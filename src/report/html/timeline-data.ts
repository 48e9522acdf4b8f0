import type { Operation } from '../../core/event.ts'
import { PHASES, type Phase } from '../../core/phase.ts'
import type { Run, StoredOperation } from '../result.ts'
import { sampleOperations } from './sample.ts'

/** Units from the left to the right end of a timeline. One unit of a two-minute trial is 10 ms. */
export const TIMELINE_UNITS = 12_000
/** The shortest mark, so that an answer within a millisecond is still seen. */
const SHORTEST = 12

export type Outcome = Operation['type']
export const OUTCOMES: readonly Outcome[] = ['ok', 'fail', 'info']

export interface TimelineRow {
  readonly home: string
  readonly side: string
  readonly f: string
  /** SVG path per outcome, drawn at height 0. */
  readonly paths: { readonly [outcome in Outcome]: string }
  readonly counts: { readonly [outcome in Outcome]: number }
}

export interface TimelineSpan {
  readonly phase: Phase
  readonly from: number
  readonly to: number
}

export interface Timeline {
  /** Nanoseconds. */
  readonly end: number
  readonly rows: readonly TimelineRow[]
  readonly spans: readonly TimelineSpan[]
  readonly drawn: number
  readonly total: number
}

/** What a timeline shows, as data: rows of merged marks, phases, and how much was left out. */
export function timelineOf(run: Run, operations: readonly Operation[], limit: number): Timeline {
  const end = endOf(run, operations)
  const keep = new Set(ownWitness(run).map((operation) => operation.index))
  const { drawn, total } = sampleOperations(operations, limit, keep)
  return { end, rows: rowsOf(operations, drawn, end), spans: phaseSpans(run.phases, end), drawn: drawn.length, total }
}

/** The phases that were reached, each with its first and last nanosecond. */
export function phaseSpans(phases: Run['phases'], end: number): TimelineSpan[] {
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

/** Operations of the witness that this run's own history holds; those of another lane have no place in its timeline. */
export function ownWitness(run: Run): readonly StoredOperation[] {
  return run.witness === null || run.witness.workload !== run.workload ? [] : run.witness.operations
}

function endOf(run: Run, operations: readonly Operation[]): number {
  let last = run.phases.end ?? 1
  for (const { call, end } of operations) last = Math.max(last, Number.isFinite(end) ? end : call)
  return last
}

function rowsOf(operations: readonly Operation[], drawn: readonly Operation[], end: number): TimelineRow[] {
  const rows = new Map<string, { home: string; side: string; f: string; counts: Record<Outcome, number>; marks: Record<Outcome, Operation[]> }>()
  const rowOf = ({ home, side, f }: Operation) => {
    const known = rows.get(`${home} ${f}`)
    if (known !== undefined) return known
    const row = { home, side, f, counts: { ok: 0, fail: 0, info: 0 }, marks: { ok: [], fail: [], info: [] } }
    rows.set(`${home} ${f}`, row)
    return row
  }
  for (const operation of operations) rowOf(operation).counts[operation.type]++
  for (const operation of drawn) rowOf(operation).marks[operation.type].push(operation)
  const name = (row: { home: string; f: string }) => `${row.home} ${row.f}`
  return [...rows.values()]
    .sort((a, b) => (name(a) < name(b) ? -1 : 1))
    .map(({ home, side, f, counts, marks }) => ({
      home, side, f, counts,
      paths: { ok: pathOf(marks.ok, end), fail: pathOf(marks.fail, end), info: pathOf(marks.info, end) },
    }))
}

/**
 * One path for many marks. Marks that touch are merged, which bounds its length by the width of the drawing
 * and not by the number of operations.
 */
function pathOf(operations: readonly Operation[], end: number): string {
  const unit = (time: number) => Math.round((Math.min(time, end) / end) * TIMELINE_UNITS)
  let path = ''
  let pen = 0
  let open: { from: number; to: number } | undefined
  const flush = () => {
    if (open === undefined) return
    path += path === '' ? `M${open.from} 0h${open.to - open.from}` : `m${open.from - pen} 0h${open.to - open.from}`
    pen = open.to
  }
  for (const operation of operations.toSorted((a, b) => a.call - b.call)) {
    const from = unit(operation.call)
    const to = Math.max(from + SHORTEST, unit(operation.end))
    if (open !== undefined && from <= open.to) open.to = Math.max(open.to, to)
    else {
      flush()
      open = { from, to }
    }
  }
  flush()
  return path
}
