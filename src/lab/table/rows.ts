import { shorten } from '../../report/format.ts'
import type { Row } from '../rows.ts'

/** Characters of what stands behind an observation that one line has room for. */
const DETAIL = 160

/** Prediction against observation, one line each, and how many agree. */
export function rowLines(rows: readonly Row[]): string[] {
  if (rows.length === 0) return []
  const head = ['', 'question', 'predicted', 'observed', 'seen']
  const cells = rows.map(({ id, predicted, observed, detail, points, most }) => [observed === null ? '?' : right(points, most) ? '=' : '≠', id, predicted, observed ?? 'unclear', shorten(detail.replaceAll(/\s+/g, ' '), DETAIL)])
  const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()
  const agree = rows.filter(({ observed, points, most }) => observed !== null && right(points, most)).length
  const open = rows.filter(({ observed }) => observed === null).length
  return [line(head), ...cells.map(line), '', `${agree} of ${rows.length} as predicted${open === 0 ? '' : `, ${open} unclear`}`]
}

/** All points there are; for a bonus, at least one. */
function right(points: number, most: number): boolean {
  return points >= Math.max(1, most)
}
