import { cellCode, md, mdTable } from '../../report/markdown-text.ts'
import type { Explained, Graded } from '../grade/graded.ts'
import type { Key } from '../grade/key.ts'
import type { Row } from '../rows.ts'
import { inOrder, SUMMARY_HEAD, summaryLine, type SummaryLine } from './summary.ts'

/** A lab as the lecturer's page shows it: its questions, and the key where there is one. */
export interface LabSheet {
  readonly id: string
  readonly title: string
  readonly questions: readonly { readonly id: string; readonly ask: string }[]
  readonly key: Key | null
}

/** The lecturer's page: the table, then what each student predicted, saw and wrote. Names and texts are shown as they are. */
export function gradesMarkdown(all: readonly Graded[], labs: readonly LabSheet[]): string {
  const ordered = inOrder(all)
  const columns = Object.keys(SUMMARY_HEAD) as (keyof SummaryLine)[]
  const rows = ordered.map(summaryLine).map((line) => columns.map((column) => md(line[column])))
  const parts = ['# Grades', '', mdTable(columns.map((column) => SUMMARY_HEAD[column]), rows), '', LEGEND]
  for (const lab of labs) {
    const own = ordered.filter((graded) => graded.lab === lab.id)
    if (own.length > 0) parts.push('', `## ${md(`${lab.id}: ${lab.title}`)}`, ...questions(lab), ...own.flatMap(student))
  }
  return `${parts.join('\n')}\n`
}

const LEGEND =
  'Points are for predictions that are what the evidence shows, for requirements that a chosen configuration meets, and for histories that do what was asked. Explanations are for you to read; "mentions" only counts words.'

function questions({ questions: list, key }: LabSheet): string[] {
  return list.flatMap(({ id, ask }) => {
    const answer = key !== null && Object.hasOwn(key.explanations, id) ? ['', `Key: ${md(key.explanations[id]!.answer)}`] : []
    return ['', `**${md(id)}** ${md(ask)}`, ...answer]
  })
}

function student(graded: Graded): string[] {
  const { name, file, findings, rows, explanations } = graded
  return [
    ...['', `### ${md(name === '' ? file : name)}`, ''],
    ...findings.map(({ level, what, text }) => `- ${level === 'alarm' ? `**${what}**` : what}: ${md(text)}`),
    ...(findings.length === 0 ? [] : ['']),
    ...(rows.length === 0 ? [] : [mdTable(['Question', 'Predicted', 'Observed', 'Points', 'Seen'], rows.map(rowCells)), '']),
    ...explanations.flatMap(explanation),
  ]
}

function rowCells({ id, predicted, observed, points, most, detail }: Row): string[] {
  return [md(id), cellCode(predicted === '' ? '–' : predicted), observed === null ? 'unclear' : cellCode(observed), `${points}/${most}`, md(detail)]
}

/** A text of the student as a quotation, line by line, so that nothing in it becomes a part of this page. */
function explanation({ id, text, words, wanted, mentions }: Explained): string[] {
  const hint = mentions === null || mentions.of === 0 ? '' : `, mentions ${mentions.found.length} of ${mentions.of}${mentions.found.length === 0 ? '' : `: ${mentions.found.map(md).join(', ')}`}`
  const quoted = text === '' ? ['> (nothing)'] : text.split('\n').map((line) => `> ${md(line)}`.trimEnd())
  return [`**${md(id)}** (${words} words${words < wanted ? ` of ${wanted}` : ''}${hint})`, '', ...quoted, '']
}
