import { headlineNotes } from '../headline-words.ts'
import { labelText } from '../sentences.ts'
import { columns, hang, wrap } from '../wrap.ts'
import { cellText, comparisonSentence, hasRuns, type ComparedRow, type Comparison, type NamedResult } from './comparison.ts'

/** What a row begins with. Words follow in the sentence on top, so that signs are never alone. */
const SIGNS = { differs: '≠', partial: '·', same: '=' } as const

/**
 * The comparison for a terminal: the runs, numbered; the table, differences first, with the reasons of those that differ.
 *
 * @param width columns; more runs than fit make the lines longer
 */
export function renderComparisonText(comparison: Comparison, width = 100): string {
  const { results, rows } = comparison
  const several = results.length > 1
  const parts = [
    results.flatMap((named, index) => runLines(named, several ? `#${index + 1}  ` : '', width)),
    wrap(comparisonSentence(comparison), width),
    rows.length === 0 ? [] : several ? severalTable(rows, results.length, width) : singleTable(rows, width),
    worstLines(comparison, width),
  ]
  return parts.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')
}

/** One run of the table: where it came from, on what engines, and what it could not run. */
export function runFacts({ result }: NamedResult): string {
  const { created, tool, provider, engines } = result
  const versions = engines.map(({ name, version }) => `${name} ${version}`).join(', ')
  return `${created.slice(0, 19).replace('T', ' ')}, capcheck ${tool.version}, ${provider}${versions === '' ? '' : `, ${versions}`}`
}

/** Why a row has its labels: one line for each run of each result, which `nameOf` names by its place. */
export function reasonsOf(row: ComparedRow, nameOf: (index: number) => string): string[] {
  return row.cells.flatMap((cell, index) =>
    hasRuns(cell) ? cell.runs.map(({ verdict }) => `${nameOf(index)}: ${labelText(verdict.label)}: ${verdict.reason}`) : [],
  )
}

/** The worst over shapes and repetitions, one paragraph a configuration and one line a result. */
function worstLines({ results, headlines }: Comparison, width: number): string[] {
  if (headlines.length === 0) return []
  const entries = headlines.flatMap(({ storeTitle, profileId, workload, cells, differs }) => [
    `${differs ? `${SIGNS.differs} ` : '  '}${storeTitle} ${profileId}, ${workload}`,
    ...cells.flatMap((cell, index) => {
      if (cell === null) return []
      const lead = results.length > 1 ? `    #${index + 1}  ` : '    '
      return hang(lead, [`${labelText(cell.label)}: ${cell.reason}`, ...headlineNotes(cell)].join(' '), width).split('\n')
    }),
  ])
  return ['Worst over shapes and repetitions', ...entries]
}

function runLines(named: NamedResult, lead: string, width: number): string[] {
  const missing = named.result.notRun.map(({ store, reason }) => hang(' '.repeat(lead.length), `not run: ${store}: ${reason}`, width))
  return [hang(lead, `${named.name}  ${runFacts(named)}`, width), ...missing]
}

function severalTable(rows: readonly ComparedRow[], results: number, width: number): string[] {
  const cells = Array.from({ length: results }, (_, index) => `#${index + 1}`)
  const body = rows.map((row) => [SIGNS[row.difference], row.storeTitle, row.profileId, row.workload, row.shape, row.textbook, ...row.cells.map(cellText)])
  const head = ['', 'STORE', 'PROFILE', 'WORKLOAD', 'CUT', 'TAUGHT', ...cells]
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((line) => line[column]!.length)))
  return [
    ...columns(head, widths),
    widths.map((each) => '-'.repeat(each)).join('  '),
    ...rows.flatMap((row, index) => [
      ...columns(body[index]!, widths),
      ...(row.difference === 'differs' ? reasonsOf(row, (at) => `#${at + 1}`).flatMap((reason) => hang('       ', reason, width, 10).split('\n')) : []),
    ]),
    '',
    `${SIGNS.differs} labels differ   ${SIGNS.partial} not in every run   ${SIGNS.same} same label   – not asked for`,
  ]
}

function singleTable(rows: readonly ComparedRow[], width: number): string[] {
  const body = rows.map((row) => [row.storeTitle, row.profile, row.workload, row.shape, row.textbook, row.cells.map(cellText).join()])
  const head = ['STORE', 'CONFIGURATION', 'WORKLOAD', 'CUT', 'TAUGHT', 'OBSERVED']
  const widths = head.map((title, column) => Math.max(title.length, ...body.map((line) => line[column]!.length)))
  const others = widths.reduce((sum, each, column) => sum + (column === 1 ? 0 : each + 2), 0)
  widths[1] = Math.max(16, Math.min(widths[1]!, width - others))
  return [...columns(head, widths), widths.map((each) => '-'.repeat(each)).join('  '), ...body.flatMap((line) => columns(line, widths))]
}
