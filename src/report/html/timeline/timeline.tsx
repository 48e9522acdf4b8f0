import type { Operation } from '../../../core/event.ts'
import { formatCount, plural } from '../../format.ts'
import type { Run } from '../../result.ts'
import { packText } from './pack.ts'
import { timelineOf, type Timeline } from './timeline-data.ts'

const KEYS =
  'Keys: left and right go from operation to operation of a row, up and down to the next row, W to the operations of the witness, ' +
  'plus and minus zoom, 0 shows the whole run, Shift with left and right moves the window, Escape leaves the operation. ' +
  'With a mouse: drag to move, Ctrl and wheel to zoom. By touch: tap a mark, drag sideways to move.'

/** Every operation of a run as a mark over time, to be zoomed into and read one by one. Drawn by the page's script. */
export function TimelineFigure({ run, operations, limit, anchor }: { run: Run; operations: readonly Operation[]; limit: number; anchor: string }) {
  if (operations.length === 0) return <p>No operation was recorded, so no timeline is drawn.</p>
  const timeline = timelineOf(run, operations, limit)
  const help = `${anchor}-keys`
  return (
    <figure class="timeline" data-timeline>
      <p class="no-js">The timeline is drawn by a script inside this page, which did not run. All operations are in {timeline.data.file}.</p>
      <p class="paper-only">The timeline can be moved and zoomed on a screen only. All operations are in {timeline.data.file}.</p>
      <div class="js-only screen-only" hidden>
        <Controls />
        <div class="tl-scroll">
          <div class="tl-height">
            <canvas tabindex={0} role="application" aria-roledescription="timeline of operations" aria-label={labelOf(run, timeline)} aria-describedby={help} />
          </div>
        </div>
        <p class="tl-panel" data-panel aria-live="polite">
          Point at a mark, tap it, or move to one with the arrow keys, and all that is known of the operation is shown here.
        </p>
        <p class="note" id={help}>
          {KEYS}
        </p>
      </div>
      <figcaption>{leftOut(timeline)}</figcaption>
      <script type="text/plain" data-operations dangerouslySetInnerHTML={{ __html: packText(JSON.stringify(timeline.data)) }} />
    </figure>
  )
}

function Controls() {
  return (
    <div class="tl-controls">
      <span role="group" aria-label="Zoom">
        {([['in', 'Zoom in'], ['out', 'Zoom out'], ['whole', 'Whole run'], ['cut', 'The cut'], ['witness', 'Witness']] as const).map(([name, text]) => (
          <button type="button" data-view={name}>
            {text}
          </button>
        ))}
      </span>
      <span role="group" aria-label="Rows">
        {([['kind', 'Node and kind'], ['process', 'Node and process']] as const).map(([name, text]) => (
          <button type="button" data-rows={name} aria-pressed={name === 'kind'}>
            {text}
          </button>
        ))}
      </span>
      <span class="legend">
        <span class="key ok">ok: it happened; full bar, on top</span>
        <span class="key fail">fail: it did not; hatched, ends in a cross</span>
        <span class="key info">info: nobody knows; dotted, ends in a ring</span>
      </span>
    </div>
  )
}

function labelOf(run: Run, { counts }: Timeline): string {
  const rows = counts.map(({ name, ok, fail, info }) => `${name}: ${ok} ok, ${fail} fail, ${info} info`)
  return `Operations of ${run.profile}, ${run.workload}, by node and kind. ${rows.join('; ')}.`
}

/** What the drawing leaves out. Said in every case, so that a reader never has to guess. */
function leftOut({ drawn, total, data }: Timeline): string {
  const merged = 'Marks that fall on one place run together until there is room.'
  if (drawn === total) return `All ${plural(total, 'operation')} are drawn; nothing is left out. ${merged}`
  return (
    `${formatCount(drawn)} of ${plural(total, 'operation')} are drawn, spread evenly over nodes, kinds and outcomes; ` +
    `${formatCount(total - drawn)} are left out to keep the page small. Operations of the witness are never left out. ${merged} ` +
    `All of them are in ${data.file}.`
  )
}
