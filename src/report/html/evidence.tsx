import type { ComponentChildren } from 'preact'
import { formatCount, formatFigures, formatMs, formatTime } from '../format.ts'
import type { Run } from '../result.ts'
import { outcomeText, unboundedTexts } from '../sentences.ts'
import { Settings, Table } from './parts.tsx'

const SIGNS = { true: '✓', false: '✗', unknown: '?' } as const

/** What had to be true for a verdict to be given at all. */
export function Preconditions({ run }: { run: Run }) {
  return (
    <ul class="preconditions">
      {run.verdict.preconditions.map((each) => (
        <li class={each.ok ? 'met' : 'missing'}>
          <b>
            {each.ok ? '✓ met' : '✗ not met'}: {each.id}
          </b>{' '}
          {each.detail}
          {each.remedy !== undefined && (
            <>
              {' '}
              Remedy: <code>{each.remedy}</code>
            </>
          )}
        </li>
      ))}
    </ul>
  )
}

/** Outcomes of the probes that write on one side and then read on the other. */
export function Probes({ run }: { run: Run }) {
  if (run.probes.length === 0) return <p>No probes were sent across the cut.</p>
  const rows = run.probes.map((pair) => [
    `${pair.from} → ${pair.to}`,
    ...[pair.noAckAtX, pair.noAnswerAtY, pair.staleAtY, pair.leaked].map(formatCount),
  ])
  const head = ['Write → read', 'Write not acknowledged', 'Read not answered', 'Older value read', 'New value read: leak']
  return (
    <>
      <Table caption="Probes across the cut" head={head} rows={rows} />
      <ul>
        {unboundedTexts(run).map((text) => (
          <li>{text}</li>
        ))}
      </ul>
    </>
  )
}

/** Outcomes of all checks, those that count against consistency and those that only show impact. */
export function Checks({ run }: { run: Run }) {
  if (run.checks.length === 0) return <p>No check was made.</p>
  const rows = run.checks.map((check) => [
    check.check,
    check.counts === 'impact' ? 'impact only' : 'consistency',
    `${SIGNS[String(check.valid) as keyof typeof SIGNS]} ${outcomeText(check.valid)}`,
    <span class="wide">{check.summary}</span>,
    <span class="figures">{formatFigures(check.details)}</span>,
  ])
  return <Table caption="Checks" head={['Check', 'Counts as', 'Outcome', 'Summary', 'Figures']} rows={rows} />
}

/** Everything that was set, and where the files are. */
export function Setup({ run }: { run: Run }) {
  const { cut } = run
  const sides = Object.entries(cut.sides).map(([side, nodes]) => `${side}: ${nodes.join(', ')}`)
  return (
    <dl class="facts">
      <Fact name="Sides">
        {sides.join('; ')}. Leader at the cut: {cut.leader ?? 'none in this store'}
      </Fact>
      <Fact name="Links cut">
        {cut.links.join(', ')}; {formatCount(cut.linkProbes.asExpected)} of {formatCount(cut.linkProbes.total)} link probes as
        the cut should be
      </Fact>
      <Fact name="Events">{run.faults.map((fault) => `${formatTime(fault.time)} ${fault.what}`).join('; ') || 'none'}</Fact>
      <Fact name="Settle">
        {formatMs(run.settle.ms)}: {run.settle.why}
      </Fact>
      <Fact name="Deadline">
        {formatMs(run.deadlineMs)}; at least {run.minAttempts} attempts per side and kind
      </Fact>
      <Fact name="Unsent">{formatCount(run.operations.unsent)} operations were due while too many were in flight</Fact>
      <Fact name="Workload">
        <Settings values={{ ...run.settings, ...run.facts }} />
      </Fact>
      <Fact name="Server">
        <Settings values={run.serverSettings} />
      </Fact>
      <Fact name="Driver">
        <Settings values={run.driverSettings} />
      </Fact>
      <Fact name="History">
        <code>
          {run.trial}/{run.history.file}
        </code>
        , SHA-256 <code class="hash">{run.history.sha256}</code>, seed {run.seed}
      </Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
