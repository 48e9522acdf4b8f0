import { formatCount, formatMs, formatShare } from '../format.ts'
import { PHASES, type Phase } from '../../core/phase.ts'
import { cellText, MATRIX_NOTE } from '../matrix.ts'
import type { Run } from '../result.ts'
import { Scroll, Table, typeset } from './parts.tsx'

/** Error codes named in a cell; the Markdown report has them all. */
const MOST_ERRORS = 3

type Cell = Run['availability'][number]

/** The verdict on availability in one table: each operation on each side while the cut held. */
export function Matrix({ run }: { run: Run }) {
  if (run.matrix === undefined || run.matrix.length === 0) return <p>Nothing was asked in steady.</p>
  const rows = run.matrix.map(({ f, side, strict, ownSide }) => [`${f}, ${side}`, typeset(cellText(strict)), ownSide.home === strict.home ? 'the same' : typeset(cellText(ownSide))])
  return (
    <>
      <Table caption="Availability per operation and side" head={['Operation, side', 'Strict', 'Own side']} rows={rows} />
      <p class="note">{MATRIX_NOTE}</p>
    </>
  )
}

/** Who answered what and when: a row for each node and kind, a column for each phase, the cut shaded. */
export function Availability({ run }: { run: Run }) {
  if (run.availability.length === 0) return <p>No load was counted.</p>
  const phases = PHASES.filter((phase) => run.availability.some((cell) => cell.phase === phase))
  const rows = new Map<string, Cell[]>()
  for (const cell of run.availability) rows.set(`${cell.home} ${cell.f}`, [...(rows.get(`${cell.home} ${cell.f}`) ?? []), cell])
  return (
    <>
      <Scroll label="Availability per node, kind and phase">
        <table class="availability">
          <caption class="hidden">Availability per node, kind and phase</caption>
          <thead>
            <tr>
              <th scope="col">Node, kind</th>
              {phases.map((phase) => (
                <th scope="col" class={isCut(phase) ? 'cut' : ''}>
                  {phase}
                  {phase === 'steady' && <small>judged here</small>}
                  {phase === 'transition' && <small>cut begins</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {[...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, cells]) => (
              <Row cells={cells} phases={phases} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <p class="note">
        Bars: answered (plain), refused (hatched), unknown (dotted). An answer later than {formatMs(run.deadlineMs)} counts as
        none. Operations open at the end of a phase are counted in none. Bound: upper end of the 95 % interval of the share of
        the rarer outcome. An answer that only says that a condition did not hold counts as answered.
      </p>
    </>
  )
}

function Row({ cells, phases }: { cells: readonly Cell[]; phases: readonly Phase[] }) {
  const [first] = cells
  if (first === undefined) return null
  return (
    <tr>
      <th scope="row">
        {first.home} {first.f}
        <small>{first.side}</small>
      </th>
      {phases.map((phase) => (
        <td class={isCut(phase) ? 'cut' : ''}>
          <CellView cell={cells.find((cell) => cell.phase === phase)} />
        </td>
      ))}
    </tr>
  )
}

function CellView({ cell }: { cell: Cell | undefined }) {
  if (cell === undefined || cell.attempts === 0) return <span class="faint">none sent</span>
  const errors = Object.entries(cell.errors).map(([code, count]) => `${code} ×\u00a0${formatCount(count)}`)
  const counts = [`${formatCount(cell.ok)} ok`]
  if (cell.fail > 0) counts.push(`${formatCount(cell.fail)} refused`)
  if (cell.info > 0) counts.push(`${formatCount(cell.info)} unknown`)
  return (
    <div title={[...errors, `${cell.straddling} open at the end of the phase`].join(', ')}>
      <span class="bar" aria-hidden="true">
        {(['ok', 'fail', 'info'] as const).map((outcome) => (
          <i class={outcome} style={{ width: formatShare(cell[outcome] / cell.attempts).replace(' ', '') }} />
        ))}
      </span>
      <span class="counts">{counts.join(' · ')}</span>
      {cell.p50 !== null && cell.p99 !== null && (
        <small>
          {typeset(`p50 ${formatMs(cell.p50)}, p99 ${formatMs(cell.p99)}`)}
        </small>
      )}
      {cell.phase === 'steady' && cell.bound !== null && <small>bound {formatShare(cell.bound)}</small>}
      {errors.length > 0 && <small>{errors.slice(0, MOST_ERRORS).join(', ')}</small>}
      {errors.length > MOST_ERRORS && <small>{errors.length - MOST_ERRORS} more in report.md</small>}
    </div>
  )
}

function isCut(phase: Phase): boolean {
  return phase === 'transition' || phase === 'steady'
}
