import type { AtlasRow } from '../atlas/table.ts'
import { confirmedText } from './atlas.ts'
import { cellCode, md, mdTable } from './markdown-text.ts'

const HEAD = ['Id', 'Configuration and routing', 'What happens', 'Shape', 'Expected here', 'Command', 'Source', 'Last confirmed']

const INTRODUCTION = `# Findings of the catalogue

Published and derived findings about PostgreSQL, MongoDB and Cassandra under a cut, each with the command that repeats it on three
real nodes. \`capcheck atlas\` runs all of them, \`capcheck atlas M-1 PG-5\` some, \`capcheck atlas --check <run folder>\` judges a stored
run anew. This page is written from \`src/atlas\` by \`npm run catalogue\`; a test compares.

A row is *as expected* when everything under "Expected here" was seen, and *differs* when something else was. It is *inconclusive*
when the finding could not have shown itself in that run (nobody else became leader, nothing had been acknowledged that could be
lost, the script did not get through), when the cut was not real, or when a verdict it rests on is open: absence then means
nothing. What was inconclusive for want of samples alone (something had not happened; too few attempts, a control that was not
answered) is repeated once with longer phases, and the row says so; \`--no-repeat\` leaves that away. A row that differs is never
repeated, nor one with a wrong label. Rows that no run here can show are listed with the reason. A label is the strict one of [the verdicts](../README.md#how-to-read-a-verdict);
what stands before a colon is the workload, the register where there is none.
`

/** docs/catalogue.md: every row of the catalogue, run or not. */
export function catalogueMarkdown(rows: readonly AtlasRow[], titleOf: (store: string) => string): string {
  const parts = [...Map.groupBy(rows, ({ store }) => store)].map(([store, group]) => {
    const here = group.filter(({ command }) => command !== null)
    const elsewhere = group.filter(({ command }) => command === null)
    return [`## ${titleOf(store)}`, mdTable(HEAD, here.map(hereCells)), ...(elsewhere.length === 0 ? [] : ['Not expected here:', elsewhere.map(elsewhereLine).join('\n')])].join('\n\n')
  })
  return `${[INTRODUCTION.trimEnd(), ...parts].join('\n\n')}\n`
}

function hereCells(row: AtlasRow): string[] {
  return [row.id, md(row.title), md(row.claim), row.shape ?? '', row.expected.map(md).join('<br>'), cellCode(`capcheck atlas ${row.id}`), md(row.sources.join('; ')), md(confirmedText(row))]
}

function elsewhereLine({ id, title, claim, why, sources }: AtlasRow): string {
  return `- **${id}** ${md(title)}: ${md(claim)} Here: ${md(why.join(' '))} (${md(sources.join('; '))})`
}
