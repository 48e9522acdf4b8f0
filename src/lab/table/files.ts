import type { Graded } from '../grade/graded.ts'
import { scoreOf } from '../grade/graded.ts'
import { inOrder, summaryLine } from './summary.ts'

/** The grades as CSV (RFC 4180) for a spreadsheet: one line a submission, one column a question. */
export function gradesCsv(all: readonly Graded[]): string {
  const ordered = inOrder(all)
  const items = [...new Set(ordered.flatMap(({ lab, rows }) => rows.map(({ id }) => `${lab} ${id}`)))]
  const texts = [...new Set(ordered.flatMap(({ lab, explanations }) => explanations.map(({ id }) => `${lab} ${id}`)))]
  const head = ['name', 'file', 'lab', 'evidence', 'points', 'of', 'explained', 'runs', 'remarks', ...items, ...texts.map((id) => `${id} (words)`)]
  const body = ordered.map((graded) => {
    const { name, file, lab, evidence, explained, runs, remarks } = summaryLine(graded)
    const { points, most } = scoreOf(graded)
    const byItem = new Map(graded.rows.map((row) => [`${graded.lab} ${row.id}`, String(row.points)]))
    const byText = new Map(graded.explanations.map(({ id, words }) => [`${graded.lab} ${id}`, String(words)]))
    // A spreadsheet would take 5/6 for a date.
    return [name, file, lab, evidence, String(points), String(most), explained.replace('/', ' of '), runs, remarks, ...items.map((id) => byItem.get(id) ?? ''), ...texts.map((id) => byText.get(id) ?? '')]
  })
  return [head, ...body].map((line) => `${line.map(csvField).join(',')}\r\n`).join('')
}

/** Everything, for a program. Changes within one `schemaVersion` only add fields. */
export function gradesJson(all: readonly Graded[], version: string): string {
  const submissions = inOrder(all).map(({ prints: _prints, ...graded }) => ({ ...graded, score: scoreOf(graded) }))
  return `${JSON.stringify({ schemaVersion: 1, version, submissions }, null, 1)}\n`
}

/** Text that begins like a formula would be run by a spreadsheet, and students choose their names. */
function csvField(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain
}
