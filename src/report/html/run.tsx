import type { ComponentChildren } from 'preact'
import type { Operation } from '../../core/event.ts'
import type { Run } from '../result.ts'
import { afterHealText, verdictSentence } from '../sentences.ts'
import { agreement } from '../table.ts'
import { Availability } from './availability.tsx'
import { Checks, Preconditions, Probes, Setup } from './evidence.tsx'
import { Badge } from './parts.tsx'
import { TimelineFigure } from './timeline.tsx'
import { Witness } from './witness.tsx'

export interface RunProps {
  readonly run: Run
  readonly anchor: string
  readonly open: boolean
  readonly operations: readonly Operation[] | undefined
  readonly maxOperations: number
}

/** One run: its verdict as a line that is always seen, and everything it rests on underneath. */
export function RunSection({ run, anchor, open, operations, maxOperations }: RunProps) {
  return (
    <details class="run" id={anchor} open={open}>
      <summary>
        <Badge label={run.verdict.label} />
        <h2>
          {run.storeTitle}, {run.profile}
          <small>
            {run.workload}, {run.shape}
          </small>
        </h2>
      </summary>
      <p class="verdict">{verdictSentence(run)}</p>
      <p>
        Textbook: {run.textbook}. Observed here: {run.verdict.label}, {agreement(run)}. By side (any node of one's own side):{' '}
        {run.verdict.sideScope}.
        {run.stopped !== undefined && ` Stopped early (${run.stopped.reason}): ${run.stopped.message}`}
      </p>
      <Part title="Witness">
        <Witness run={run} />
      </Part>
      <Part title="Availability">
        <Availability run={run} />
      </Part>
      <Part title="Timeline">
        <TimelineFigure run={run} operations={operations} limit={maxOperations} />
      </Part>
      <Part title="Preconditions">
        <Preconditions run={run} />
      </Part>
      <Part title="Probes across the cut">
        <Probes run={run} />
      </Part>
      <Part title="Checks">
        <Checks run={run} />
      </Part>
      <Part title="After the heal">
        <p>{afterHealText(run)}</p>
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
    </details>
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
