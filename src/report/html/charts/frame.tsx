import type { ComponentChildren } from 'preact'
import { formatTime } from '../../format.ts'
import type { Run } from '../../result.ts'
import { Scroll } from '../parts.tsx'
import { percentOf, ticks, UNITS, type TimeAxis } from './axis.ts'

/** Share of the width below which a phase's name would be cut off. */
const NAMED = 0.05

/** Rows over one time axis: phases and faults run through all of them. */
export function Frame({ run, axis, label, children }: { run: Run; axis: TimeAxis; label: string; children: ComponentChildren }) {
  return (
    <Scroll label={label} class="ot-scroll">
      <div class="ot">
        <div class="ot-back" aria-hidden="true">
          {axis.spans.map(({ phase, from, to }) => (
            <div class={`ot-span ${phase}`} style={{ left: percentOf(from, axis.end), width: percentOf(to - from, axis.end) }}>
              <span title={`${phase}: ${formatTime(from)} to ${formatTime(to)}`}>{(to - from) / axis.end < NAMED ? '' : phase}</span>
            </div>
          ))}
          {run.faults.map((fault) => (
            <i class="ot-fault" style={{ left: percentOf(fault.time, axis.end) }} title={`${formatTime(fault.time)}: ${fault.what}`} />
          ))}
        </div>
        {children}
        <div class="ot-axis" aria-hidden="true">
          {ticks(axis.end).map((tick) => (
            <span style={{ left: percentOf(tick * 1e9, axis.end) }}>{tick} s</span>
          ))}
        </div>
      </div>
    </Scroll>
  )
}

/** The heading of the rows that follow. */
export function Band({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="ot-band">
      <b>{title}</b> {children}
    </div>
  )
}

/** One row: what it shows, and the drawing. */
export function Row({ name, note, height, children }: { name: string; note?: ComponentChildren; height: number; children: ComponentChildren }) {
  return (
    <div class="ot-row" style={{ minHeight: `${height}px` }}>
      <div class="ot-label">
        <b>{name}</b>
        {note !== undefined && <small>{note}</small>}
      </div>
      <div class="ot-plot" style={{ height: `${height}px` }}>
        {children}
      </div>
    </div>
  )
}

/** A drawing as wide as its row; lines keep their width whatever the width of the page. */
export function Plot({ height, children }: { height: number; children: ComponentChildren }) {
  return (
    <svg aria-hidden="true" preserveAspectRatio="none" viewBox={`0 0 ${UNITS} ${height}`} style={{ height: `${height}px` }}>
      {children}
    </svg>
  )
}

/** Half the height of a written value. */
const HALF = 6

/** Values beside a chart, each at its height in pixels, the outermost moved into the row. */
export function Scale({ height, marks }: { height: number; marks: readonly { readonly at: number; readonly text: string }[] }) {
  return (
    <span aria-hidden="true">
      {marks.map(({ at, text }) => (
        <span class="ot-mark" style={{ top: `${Math.max(HALF, Math.min(height - HALF, at))}px` }}>
          {text}
        </span>
      ))}
    </span>
  )
}
