import { basename } from 'node:path'
import { plural, shorten } from '../../report/format.ts'
import type { Graded } from '../grade/graded.ts'
import { alarmed, inOrder, SUMMARY_HEAD, summaryLine, type SummaryLine } from './summary.ts'

const COLUMNS = ['name', 'lab', 'evidence', 'predicted', 'explained', 'runs', 'remarks'] as const satisfies readonly (keyof SummaryLine)[]
/** Findings of one submission that are printed. */
const SHOWN = 6

/** The table for a terminal, and what is wrong with whom below it. */
export function gradesText(all: readonly Graded[]): string[] {
  const lines = inOrder(all).map(summaryLine)
  const cells = lines.map((line) => COLUMNS.map((column) => shorten(line[column], column === 'remarks' ? 120 : 40)))
  const head = COLUMNS.map((column) => SUMMARY_HEAD[column])
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)))
  const row = (texts: readonly string[]): string => texts.map((text, column) => text.padEnd(widths[column]!)).join('  ').trimEnd()
  const wrong = alarmed(all)
  return [
    row(head),
    ...cells.map(row),
    '',
    ...inOrder(wrong).flatMap((graded) => [
      `${graded.name === '' ? basename(graded.file) : `${graded.name} (${basename(graded.file)})`}:`,
      ...graded.findings.filter(({ level }) => level === 'alarm').slice(0, SHOWN).map(({ what, text }) => `  ${what}: ${shorten(text, 300)}`),
    ]),
    `${plural(all.length, 'submission')}, ${wrong.length === 0 ? 'nothing wrong with any' : `something wrong with ${wrong.length}`}`,
  ]
}
