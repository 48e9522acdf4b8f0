import type { Operation } from '../../core/event.ts'
import { describeOperation, formatCount, formatTime, plural } from '../format.ts'
import type { Run } from '../result.ts'
import { Scroll } from './parts.tsx'
import { OUTCOMES, ownWitness, TIMELINE_UNITS, timelineOf, type Timeline } from './timeline-data.ts'

/** Height of a row in pixels: a band each for answered, refused and unknown. */
const ROW = 36
/** Share of the width below which a phase's name would be cut off. */
const NAMED = 0.05
const BANDS = { ok: { y: 8, thick: 8 }, fail: { y: 19, thick: 6 }, info: { y: 29, thick: 4 } } as const

/** All operations of a run over time, a row for each node and kind, the cut shaded. */
export function TimelineFigure({ run, operations, limit }: { run: Run; operations: readonly Operation[] | undefined; limit: number }) {
  if (operations === undefined || operations.length === 0) {
    return <p>The operations were not at hand when this page was written, so no timeline is drawn.</p>
  }
  const timeline = timelineOf(run, operations, limit)
  return (
    <figure class="timeline">
      <Legend />
      <div class="tl-frame">
        <div class="tl-labels" style={{ paddingTop: '26px' }} aria-hidden="true">
          {timeline.rows.map((row) => (
            <div style={{ height: `${ROW}px` }}>
              <b>{row.home}</b> {row.f}
              <small>{row.side}</small>
            </div>
          ))}
        </div>
        <Scroll label={`Timeline: ${summaryOf(timeline)}`} class="tl-scroll">
          <div class="tl-plot" style={{ height: `${timeline.rows.length * ROW + 48}px` }}>
            <Spans timeline={timeline} />
            <Marks timeline={timeline} />
            <Faults run={run} end={timeline.end} />
            <WitnessMarks run={run} timeline={timeline} />
            <Axis end={timeline.end} />
          </div>
        </Scroll>
      </div>
      <figcaption>{leftOut(timeline, run)}</figcaption>
    </figure>
  )
}

/** What the drawing leaves out. Said in every case, so that a reader never has to guess. */
function leftOut({ drawn, total }: Timeline, run: Run): string {
  const where = `All of them are in ${run.trial}/${run.history.file}.`
  const merged = 'Marks that touch run together.'
  if (drawn === total) return `All ${plural(total, 'operation')} are drawn; nothing is left out. ${merged}`
  return (
    `${formatCount(drawn)} of ${plural(total, 'operation')} are drawn, spread evenly over nodes, kinds and outcomes; ` +
    `${formatCount(total - drawn)} are left out. Operations of the witness are never left out. ${merged} ${where}`
  )
}

function summaryOf({ rows }: Timeline): string {
  return rows
    .map(({ home, f, counts }) => `${home} ${f} ${counts.ok} ok, ${counts.fail} refused, ${counts.info} unknown`)
    .join('; ')
}

function Legend() {
  return (
    <p class="legend">
      <span class="key ok">ok: thick mark, top of a row</span>
      <span class="key fail">refused: dashed, middle</span>
      <span class="key info">unknown: thin, bottom</span>
      <span class="key cut">the cut holds</span>
      <span class="js-only zoom" hidden role="group" aria-label="Zoom of the timeline">
        {[1, 4, 16].map((zoom) => (
          <button type="button" data-zoom={zoom} aria-pressed={zoom === 1}>
            {zoom}×
          </button>
        ))}
      </span>
    </p>
  )
}

function Spans({ timeline: { spans, end } }: { timeline: Timeline }) {
  return (
    <>
      {spans.map(({ phase, from, to }) => (
        <div class={`tl-span ${phase}`} style={{ left: percent(from / end), width: percent((to - from) / end) }}>
          <span title={`${phase}: ${formatTime(from)} to ${formatTime(to)}`}>{(to - from) / end < NAMED ? '' : phase}</span>
        </div>
      ))}
    </>
  )
}

function Marks({ timeline: { rows } }: { timeline: Timeline }) {
  return (
    <svg
      aria-hidden="true"
      preserveAspectRatio="none"
      viewBox={`0 0 ${TIMELINE_UNITS} ${rows.length * ROW}`}
      style={{ height: `${rows.length * ROW}px` }}
    >
      {rows.map((row, index) => (
        <>
          <path class="tl-rule" d={`M0 ${index * ROW}h${TIMELINE_UNITS}`} />
          {OUTCOMES.filter((outcome) => row.paths[outcome] !== '').map((outcome) => (
            <path
              class={`mark ${outcome}`}
              stroke-width={BANDS[outcome].thick}
              transform={`translate(0 ${index * ROW + BANDS[outcome].y})`}
              d={row.paths[outcome]}
            />
          ))}
        </>
      ))}
    </svg>
  )
}

function Faults({ run, end }: { run: Run; end: number }) {
  return (
    <>
      {run.faults.map((fault) => (
        <i class="tl-fault" style={{ left: percent(fault.time / end) }} title={`${formatTime(fault.time)}: ${fault.what}`} />
      ))}
    </>
  )
}

function WitnessMarks({ run, timeline }: { run: Run; timeline: Timeline }) {
  const rowOf = (home: string, f: string) => timeline.rows.findIndex((row) => row.home === home && row.f === f)
  const marked = ownWitness(run).map((operation, index) => ({ operation, number: index + 1, row: rowOf(operation.home, operation.f) }))
  return (
    <>
      {marked
        .filter(({ row }) => row >= 0)
        .map(({ operation, number, row }) => (
          <b
            class="tl-witness"
            style={{ left: percent(operation.call / timeline.end), top: `${26 + row * ROW + 10}px` }}
            title={`Witness ${number}: ${describeOperation(operation)}`}
          >
            {number}
          </b>
        ))}
    </>
  )
}

function Axis({ end }: { end: number }) {
  const seconds = end / 1e9
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600].find((each) => seconds / each <= 12) ?? 1200
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step)
  return (
    <div class="tl-axis" aria-hidden="true">
      {ticks
        .filter((tick) => tick / seconds < 0.97)
        .map((tick) => (
          <span style={{ left: percent(tick / seconds) }}>{tick} s</span>
        ))}
    </div>
  )
}

function percent(share: number): string {
  return `${(Math.max(0, Math.min(1, share)) * 100).toFixed(3)}%`
}
