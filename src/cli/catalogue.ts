import { writeFileSync } from 'node:fs'
import { CONFIRMED, type Confirmation } from '../atlas/confirmed.ts'
import { ROWS } from '../atlas/findings.ts'
import { type AtlasRow, buildAtlas, rowName } from '../atlas/table.ts'
import { checkAtlas } from '../pipeline/atlas.ts'
import { storeNamed } from '../pipeline/job.ts'
import { catalogueMarkdown } from '../report/catalogue.ts'

type Confirmed = { readonly [row: string]: Confirmation }

/** The text of docs/catalogue.md. */
export function catalogueText(confirmed: Confirmed = CONFIRMED): string {
  const { rows } = buildAtlas({ version: '', created: '', seed: 0, rows: ROWS, trials: [] })
  return catalogueMarkdown(rows.map((row) => ({ ...row, confirmed: confirmed[rowName(row)] ?? null })), (store) => storeNamed(store).title)
}

/** What was known, with the rows of newer runs that were as expected. */
export function mergeConfirmed(known: Confirmed, rows: readonly AtlasRow[]): Confirmed {
  const seen = rows.filter(({ status, confirmed }) => status === 'as expected' && confirmed !== null)
  const merged = new Map(Object.entries(known))
  for (const row of seen) if (row.confirmed!.date >= (merged.get(rowName(row))?.date ?? '')) merged.set(rowName(row), row.confirmed!)
  return Object.fromEntries([...merged].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The text of src/atlas/confirmed-runs.ts. */
function confirmedSource(confirmed: Confirmed): string {
  const lines = Object.entries(confirmed).map(([row, { version, date, seed }]) => `  '${row}': { version: '${version}', date: '${date}', seed: ${seed} },\n`)
  return `/** Written by \`npm run catalogue -- <run folder>…\`, see \`confirmed.ts\`. */\nexport const RUNS = ${lines.length === 0 ? '{}' : `{\n${lines.join('')}}`}\n`
}

// Run folders as arguments are judged first, and confirm their rows.
if (import.meta.main) {
  let confirmed: Confirmed = CONFIRMED
  for (const folder of process.argv.slice(2)) confirmed = mergeConfirmed(confirmed, (await checkAtlas(folder, [], [])).rows)
  writeFileSync(new URL('../atlas/confirmed-runs.ts', import.meta.url), confirmedSource(confirmed))
  writeFileSync(new URL('../../docs/catalogue.md', import.meta.url), catalogueText(confirmed))
}
