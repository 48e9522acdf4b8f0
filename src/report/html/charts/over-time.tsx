import { formatCount, formatMs, plural } from '../../format.ts'
import type { Run } from '../../result.ts'
import type { Recorded } from '../recorded.ts'
import { AGES, ageRows } from './ages.ts'
import { percentOf, timeAxis, type TimeAxis } from './axis.ts'
import { binsFor, OUTCOMES, type Bins } from './bins.ts'
import { Band, Frame, Plot, Row, Scale } from './frame.tsx'
import type { LogScale } from './log-scale.ts'
import { roleRows } from './roles.ts'
import { CHART, latencyCharts, rateChart } from './series.ts'
import { STRIP, strips } from './strips.ts'

/** Pixels that the name of a value takes. */
const MARK = 15

interface Drawn {
  readonly run: Run
  readonly recorded: Recorded
  readonly axis: TimeAxis
  readonly bins: Bins
}

/** Everything that has a time, on one axis: who answered, how many, how fast, who led, how old answers were. */
export function OverTime({ run, recorded }: { run: Run; recorded: Recorded }) {
  const axis = timeAxis(run, recorded.operations)
  const drawn = { run, recorded, axis, bins: binsFor(axis.end, recorded.operations) }
  return (
    <figure class="over-time">
      <p class="legend">
        <span class="key ok">answered: plain</span>
        <span class="key fail">refused: hatched, dashed</span>
        <span class="key info">unknown: dotted</span>
        <span class="key cut">the cut holds</span>
      </p>
      <Frame run={run} axis={axis} label="Charts over time; the tables of availability, probes and checks below have their figures">
        <Strips {...drawn} />
        <Rate {...drawn} />
        <Latency {...drawn} />
        <Roles {...drawn} />
        <Ages {...drawn} />
      </Frame>
      <figcaption>
        A column is {formatMs(drawn.bins.width / 1e6)} wide; requests belong to the column in which they were called. Initial writes, final
        reads and writes without a deadline are in none of the columns. Dashed upright lines:{' '}
        {run.faults.map(({ what }) => what).join(', ') || 'none'}.
      </figcaption>
    </figure>
  )
}

function Strips({ recorded, axis, bins }: Drawn) {
  const rows = strips(recorded.operations, bins, axis.end)
  if (rows.length === 0) return null
  return (
    <>
      <Band title="Who answered">share of the requests of each column, from the bottom</Band>
      {rows.map((row) => (
        <Row name={`${row.home} ${row.f}`} note={row.side} height={STRIP}>
          <Plot height={STRIP}>
            {OUTCOMES.filter((outcome) => row.paths[outcome] !== '').map((outcome) => (
              <path class={`area ${outcome}`} d={row.paths[outcome]} />
            ))}
          </Plot>
        </Row>
      ))}
    </>
  )
}

function Rate({ recorded, axis, bins }: Drawn) {
  const { most, paths } = rateChart(recorded.operations, bins, axis.end)
  return (
    <>
      <Band title="Requests a second">all nodes and kinds</Band>
      <Row name="by outcome" note="plain answered, dashed refused, dotted unknown" height={CHART}>
        <Plot height={CHART}>
          {OUTCOMES.filter((outcome) => paths[outcome] !== '').map((outcome) => (
            <path class={`line ${outcome}`} d={paths[outcome]} />
          ))}
        </Plot>
        <Scale height={CHART} marks={[{ at: 4, text: formatCount(Math.round(most)) }, { at: CHART, text: '0' }]} />
      </Row>
    </>
  )
}

function Latency({ run, recorded, axis, bins }: Drawn) {
  const charts = latencyCharts(recorded.operations, bins, axis.end)
  if (charts.length === 0) return null
  return (
    <>
      <Band title="Latency of answers">logarithmic; answers are waited for until {formatMs(run.deadlineMs)}</Band>
      {charts.map(({ f, scale, p50, p99 }) => (
        <Row name={f} note="plain p50, dashed p99" height={CHART}>
          <Plot height={CHART}>
            <path class="line p99" d={p99} />
            <path class="line p50" d={p50} />
          </Plot>
          <Scale height={CHART} marks={marksOf(scale, CHART)} />
        </Row>
      ))}
    </>
  )
}

function Roles({ recorded, axis }: Drawn) {
  if (recorded.views.length === 0) return null
  return (
    <>
      <Band title="Roles">what each node said of itself and of its peers when it was asked</Band>
      {roleRows(recorded.views, axis.end).map(({ node, spans }) => (
        <Row name={node} height={STRIP + 4}>
          {spans.map(({ from, to, kind, text }) => (
            <span class={`role ${kind}`} title={text} style={{ left: percentOf(from, axis.end), width: percentOf(to - from, axis.end) }}>
              {text}
            </span>
          ))}
        </Row>
      ))}
    </>
  )
}

function Ages({ recorded, axis }: Drawn) {
  if (recorded.ages === null || recorded.ages.length === 0) return null
  const rows = ageRows(recorded.ages, axis.end)
  return (
    <>
      <Band title="Age of old answers">
        from the first acknowledged change that a read missed to its call; logarithmic, a dot for each stale read
      </Band>
      {rows.map(({ home, reads, stale, oldest, scale, path }) => {
        const height = stale === 0 ? STRIP : AGES
        const note = `${formatCount(stale)} of ${plural(reads, 'read')} stale${stale === 0 ? '' : `, oldest ${formatMs(oldest)}`}`
        return (
          <Row name={home} note={note} height={height}>
            {path !== '' && (
              <Plot height={height}>
                <path class="dots" d={path} />
              </Plot>
            )}
            {path !== '' && <Scale height={height} marks={marksOf(scale, height)} />}
          </Row>
        )
      })}
    </>
  )
}

/** The powers of ten, thinned so that their names do not touch. */
function marksOf(scale: LogScale | null, height: number): { at: number; text: string }[] {
  if (scale === null) return []
  const every = Math.ceil((scale.decades.length * MARK) / height)
  return scale.decades.filter((_, index) => index % every === 0).map((ms) => ({ at: scale.at(ms), text: formatMs(ms) }))
}
