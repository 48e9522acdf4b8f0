import type { Atlas, AtlasRow } from '../atlas/table.ts'
import { cellCode, md, mdTable } from './markdown-text.ts'
import { shorten } from './format.ts'
import { hang, wrap } from './wrap.ts'

const HEAD = ['Finding', 'Configuration', 'Shape', 'Source', 'Command', 'Expected', 'Observed', 'Last confirmed']
/** Characters of a reason that the terminal shows; atlas.md has all of it. */
const WHY = 300

/** The table for atlas.md. */
export function atlasMarkdown(atlas: Atlas): string {
  const rows = atlas.rows.map((row) => [
    row.id,
    md(row.title),
    row.shape ?? '',
    md(row.sources.join('; ')),
    row.command === null ? '' : cellCode(row.command),
    md(row.expected.join('; ')),
    observedCell(row),
    md(confirmedText(row)),
  ])
  return `# Findings of the catalogue\n\n${summaryText(atlas)} capcheck ${atlas.version}, ${atlas.created}, seed ${atlas.seed}.\n\n${mdTable(HEAD, rows)}\n`
}

/** The table for a terminal: a line a row, and below it what was not as expected. */
export function atlasText(atlas: Atlas, width: number): string {
  const lines = atlas.rows.flatMap((row) => [
    ...wrap(`${row.id}${row.shape === null ? '' : ` ${row.shape}`}: ${row.status}`, width),
    hang('    what      ', row.title, width),
    ...(row.expected.length === 0 ? [] : [hang('    expected  ', row.expected.join('; '), width)]),
    ...(row.observed.length === 0 ? [] : [hang('    observed  ', row.observed.join('; '), width)]),
    ...row.why.map((why) => hang('    why       ', shorten(why, WHY), width)),
    ...repetitionText(row).map((text) => hang('    again     ', shorten(text, WHY), width)),
    ...(row.command === null ? [] : [`    repeat    ${row.command}`, `    confirmed ${confirmedText(row)}`]),
  ])
  return [...lines, '', summaryText(atlas)].join('\n')
}

/** How many rows there are of each status. */
function summaryText({ rows }: Atlas): string {
  const count = (status: AtlasRow['status']) => rows.filter((row) => row.status === status).length
  return `${count('as expected')} as expected, ${count('differs')} differ, ${count('inconclusive')} inconclusive, ${count('not expected here')} not expected here.`
}

function observedCell(row: AtlasRow): string {
  const { status, observed, why } = row
  return [`**${status}**`, md(observed.join('; ')), ...[...why, ...repetitionText(row)].map(md)].filter((text) => text !== '').join('<br>')
}

/** That a row rests on a repetition, and why there was one. */
function repetitionText({ first }: AtlasRow): string[] {
  return first === undefined ? [] : [`from a repetition with longer phases; the first trial was inconclusive: ${first.why.join('; ')}`]
}

/** Version, day and seed of the last run in which a row was as expected. */
export function confirmedText({ confirmed }: AtlasRow): string {
  return confirmed === null ? 'never' : `${confirmed.version}, ${confirmed.date}, seed ${confirmed.seed}`
}
