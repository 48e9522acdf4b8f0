import { isGood, type Row, type RowOptions } from './row.ts'
import type { RowReport } from './run.ts'

const HEADINGS = ['bug put in, or what is compared', 'must be caught by', 'result', 'histories', 'caught', 'missed', 'false alarms', 'passed', 'seconds', 'this row again']

/** The table of all reports, one row a line, and below it what went wrong. */
export function table(rows: readonly Row[], reports: readonly RowReport[], options: RowOptions): string {
  const lines = rows.map((row, i) => cells(row, reports[i]!, options))
  const widths = HEADINGS.map((heading, column) => Math.max(heading.length, ...lines.map((line) => line[column]!.length)))
  const text = [HEADINGS, ...lines].map((line) => line.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd())
  const problems = reports.filter(({ figures }) => !isGood(figures)).map(({ id, figures }) => `\n${id}: ${figures.problem ?? 'missed or false alarm'}`)
  const remarks = reports.flatMap(({ id, figures }) => (figures.remark === undefined ? [] : [`\n${id}: ${figures.remark}`]))
  return [...text, ...problems, ...remarks, '', summary(reports)].join('\n')
}

function cells({ id, bug, checkers }: Row, { figures, seconds }: RowReport, { seed }: RowOptions): string[] {
  const { histories, caught, missed, falseAlarms, passed } = figures
  const result = !isGood(figures) ? 'FAILED' : caught > 0 ? 'caught' : 'passed'
  return [bug, named(checkers), result, ...[histories, caught, missed, falseAlarms, passed].map(String), seconds.toFixed(1), `npm run selftest -- --row ${id} --seed ${seed}`]
}

/** Many parts of one checker are counted, not listed. */
function named(checkers: readonly string[]): string {
  const groups = Map.groupBy(checkers, (checker) => checker.split('/')[0]!)
  return [...groups].map(([checker, parts]) => (parts.length > 2 ? `${checker} (${parts.length} classes)` : parts.join(', '))).join(', ')
}

function summary(reports: readonly RowReport[]): string {
  const sum = (name: 'histories' | 'caught' | 'missed' | 'falseAlarms' | 'passed'): number => reports.reduce((total, { figures }) => total + figures[name], 0)
  const failed = reports.filter(({ figures }) => !isGood(figures)).length
  return `${reports.length} rows, ${sum('histories')} histories: ${sum('caught')} caught, ${sum('missed')} missed, ${sum('falseAlarms')} false alarms, ${sum('passed')} valid ones passed; ${failed} rows failed.`
}
