import type { ComponentChildren } from 'preact'
import { shapeText } from '../format.ts'
import type { Run } from '../result.ts'
import { verdictSentence } from '../sentences.ts'
import { agreement } from '../table.ts'
import { Availability, Matrix } from './availability.tsx'
import { Checks, Preconditions, Probes, Setup } from './evidence.tsx'
import { AfterHeal } from './charts/after-heal.tsx'
import { OverTime } from './charts/over-time.tsx'
import { Badge, typeset } from './parts.tsx'
import type { Recorded } from './recorded.ts'
import { CutPicture } from './cut-picture.tsx'
import { TimelineFigure } from './timeline/timeline.tsx'
import { Witness } from './witness.tsx'

export interface RunProps {
  readonly run: Run
  readonly anchor: string
  readonly open: boolean
  readonly recorded: Recorded | undefined
  readonly limit: number
}

/** One run: its verdict as a line that is always seen, and everything it rests on underneath. */
export function RunSection({ run, anchor, open, recorded, limit }: RunProps) {
  return (
    <details class="run" id={anchor} open={open}>
      <summary>
        <Badge label={run.verdict.label} />
        <h2>
          {run.storeTitle}, {run.profile}
          <small>
            {run.workload}, {shapeText(run)}
          </small>
        </h2>
      </summary>
      <p class="verdict">{typeset(verdictSentence(run))}</p>
      <p>
        Textbook: {run.textbook}. Observed here: {run.verdict.label}, {agreement(run)}. By side (any node of one's own side):{' '}
        {run.verdict.sideScope}.
        {run.stopped !== undefined && ` Stopped early (${run.stopped.reason}): ${run.stopped.message}`}
      </p>
      <Drawings run={run} anchor={anchor} recorded={recorded} limit={limit} />
      <Grounds run={run} />
    </details>
  )
}

/** What is drawn: the cut, the contradiction, everything that has a time, and every operation. */
function Drawings({ run, anchor, recorded, limit }: Omit<RunProps, 'open'>) {
  return (
    <>
      <Part title="The cut">
        {recorded === undefined ? <p>Links cut: {run.cut.links.join(', ') || 'none'}.</p> : <CutPicture run={run} fault={recorded.fault} />}
      </Part>
      <Part title="Witness">
        <Witness run={run} />
      </Part>
      <Part title="Over time">
        {recorded === undefined ? <p>The operations were not at hand when this page was written, so nothing is drawn.</p> : <OverTime run={run} recorded={recorded} />}
      </Part>
      <Part title="After the heal">
        <AfterHeal run={run} rounds={recorded?.finalRounds ?? []} />
      </Part>
      <Part title="Per operation">
        <Matrix run={run} />
      </Part>
      <Part title="Availability">
        <Availability run={run} />
      </Part>
      {recorded !== undefined && (
        <Part title="Timeline">
          <TimelineFigure run={run} operations={recorded.operations} limit={limit} anchor={anchor} />
        </Part>
      )}
    </>
  )
}

/** What the verdict rests on, as tables. */
function Grounds({ run }: Pick<RunProps, 'run'>) {
  return (
    <>
      <Part title="Preconditions">
        <Preconditions run={run} />
      </Part>
      <Part title="Probes across the cut">
        <Probes run={run} />
      </Part>
      <Part title="Checks">
        <Checks run={run} />
      </Part>
      {run.verdict.caveats.length > 0 && (
        <Part title="Caveats">
          <ul>
            {run.verdict.caveats.map((caveat) => (
              <li>{caveat}</li>
            ))}
          </ul>
        </Part>
      )}
      <Part title="Settings">
        <Setup run={run} />
      </Part>
    </>
  )
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section>
      <h3>{title}</h3>
      {children}
    </section>
  )
}
