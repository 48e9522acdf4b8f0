import { md, mdTable } from '../markdown-text.ts'
import { headlineNotes } from '../headline-words.ts'
import { cellText, comparisonSentence, type ComparedRow, type Comparison } from './comparison.ts'
import { reasonsOf, runFacts } from './text.ts'

/** The comparison as Markdown for a README or a pull request: the sentence, the table, the runs, the reasons. */
export function renderComparisonMarkdown(comparison: Comparison): string {
  const { results, rows } = comparison
  const several = results.length > 1
  const head = ['Store', 'Configuration', 'Workload', 'Cut', 'Textbook', ...(several ? results.map(({ name }) => md(name)) : ['Observed'])]
  const differing = several ? rows.filter(({ difference }) => difference === 'differs') : []
  const parts = [
    `**${md(comparisonSentence(comparison))}**`,
    rows.length === 0 ? '' : mdTable(several ? ['', ...head] : head, rows.map((row) => [...(several ? [mark(row)] : []), ...cells(row)])),
    worst(comparison),
    results.map((named) => `- ${md(named.name)}: ${md(runFacts(named))}${notRun(named.result.notRun)}`).join('\n'),
    ...differing.map((row) => [`${md(row.storeTitle)} ${md(row.profileId)}, ${md(row.workload)}, ${md(row.shape)}:`, '', ...reasonsOf(row, (at) => results[at]!.name).map((reason) => `- ${md(reason)}`)].join('\n')),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function worst({ results, headlines }: Comparison): string {
  if (headlines.length === 0) return ''
  const rows = headlines.map(({ storeTitle, profileId, workload, cells }) => [
    ...[md(storeTitle), md(profileId), md(workload)],
    ...cells.map((cell) => (cell === null ? '–' : `**${cell.label}**. ${md([cell.reason, ...headlineNotes(cell)].join(' '))}`)),
  ])
  return `Worst over shapes and repetitions:\n\n${mdTable(['Store', 'Profile', 'Workload', ...results.map(({ name }) => md(name))], rows)}`
}

function cells(row: ComparedRow): string[] {
  const text = row.cells.map((cell) => ('runs' in cell ? `**${cellText(cell)}**` : cellText(cell)))
  return [md(row.storeTitle), md(row.profile), md(row.workload), md(row.shape), row.textbook, ...text]
}

function mark({ difference }: ComparedRow): string {
  return difference === 'differs' ? '≠ differs' : difference === 'partial' ? 'not in all' : 'same'
}

function notRun(stores: readonly { readonly store: string; readonly reason: string }[]): string {
  return stores.map(({ store, reason }) => `; not run: ${md(store)}: ${md(reason)}`).join('')
}
