import { formatCount, formatMs, formatShare, shapeText } from './format.ts'
import type { Result, Run } from './result.ts'
import { columns, hang, wrap } from './wrap.ts'

type Row = NonNullable<Run['matrix']>[number]
type Cell = Row['strict']

/** What the cells hold, for whoever reads them without the documentation. */
export const MATRIX_NOTE =
  'Steady phase. Strict: the node of the side that answered least; own side: the one that answered most. Counts: ok/refused/unknown; ' +
  'then the 95 % bound of the share answered, and p50 and p99 of the answers.'

/** Below this, four columns are unreadable. */
const WIDE = 70
const STATES = { true: 'all', false: 'none', partly: 'part' } as const

/** `n1 none 0/200/14, at most 1.4 %`; `n2 all 214/0/0, at least 98.6 %, 1.2 ms, 4 ms`. */
export function cellText({ home, available, attempts, ok, fail, info, low, high, p50, p99 }: Cell): string {
  const bound =
    low === null || high === null ? 'never asked' : ok === attempts ? `at least ${formatShare(low)}` : ok === 0 ? `at most ${formatShare(high)}` : `${formatShare(low)} to ${formatShare(high)}`
  const times = p50 === null || p99 === null ? [] : [formatMs(p50), formatMs(p99)]
  return [`${home} ${STATES[`${available}`]} ${[ok, fail, info].map(formatCount).join('/')}`, bound, ...times].join(', ')
}

/** A side of one node says the same in both scopes. */
function ownSideText({ strict, ownSide }: Row): string {
  return ownSide.home === strict.home ? 'the same' : cellText(ownSide)
}

/** The matrix of one run, indented for its paragraph; nothing when nothing was asked in steady. */
export function matrixLines({ matrix = [] }: Pick<Run, 'matrix'>, width: number): string[] {
  if (matrix.length === 0) return []
  if (width < WIDE) {
    const cells = matrix.flatMap((row) => [`${row.f}, ${row.side}: strict ${cellText(row.strict)}`, `own side: ${ownSideText(row)}`].map((text) => hang('    ', text, width, 6)))
    return ['  per operation', ...cells]
  }
  const names = [Math.max(9, ...matrix.map(({ f }) => f.length)), Math.max(4, ...matrix.map(({ side }) => side.length))] as const
  const rest = Math.floor((width - 4 - names[0] - names[1] - 6) / 2)
  const widths = [...names, rest, rest]
  const rows = [['OPERATION', 'SIDE', 'STRICT', 'OWN SIDE'], ...matrix.map((row) => [row.f, row.side, cellText(row.strict), ownSideText(row)])]
  return ['  per operation', ...rows.flatMap((row) => columns(row, widths)).map((line) => `    ${line}`)]
}

/** The matrices of all runs, for a terminal. */
export function renderMatrices({ runs }: Result, { width = 100 }: { readonly width?: number } = {}): string {
  const parts = runs.map((run) => [...wrap(`${run.storeTitle}, ${run.profile}, ${run.workload}, ${shapeText(run)}`, width), ...matrixLines(run, width)].join('\n'))
  return [...parts, wrap(MATRIX_NOTE, width).join('\n')].join('\n\n')
}
