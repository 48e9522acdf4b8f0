import { formatCount, formatMs, shapeText } from './format.ts'
import { headlineNotes, headlineSentence, shownHeadlines } from './headline-words.ts'
import { matrixLines } from './matrix.ts'
import type { Result, ResultLabel, Run, TimeBudget } from './result.ts'
import { afterHealText, headline, labelText, outcomeText, verdictSentence } from './sentences.ts'
import { comparisonTable, type ComparisonRow } from './table.ts'
import { columns, hang, wrap } from './wrap.ts'

/** What a piece of text is, for a caller that has colours. Text says everything without them. */
export type Tone = ResultLabel | 'strong' | 'faint'

export interface TextOptions {
  /** Columns of the terminal; never more than 100 are used. */
  readonly width?: number
  /** Adds colour to a whole line. Must not change its visible characters. */
  readonly paint?: (tone: Tone, text: string) => string
}

/** Below this, six columns are unreadable. */
const WIDE = 92

interface Page {
  readonly width: number
  readonly paint: (tone: Tone, text: string) => string
}

/** The whole result for a terminal: headline, table, stores that did not run, one paragraph a run, time budget. */
export function renderText(result: Result, options: TextOptions = {}): string {
  const parts = [renderTable(result, options), ...result.runs.map((run) => renderRunDetails(run, options))]
  if (result.timeBudget.length > 0) parts.push(renderTimeBudget(result.timeBudget, options))
  parts.push(hang('Repeat: ', result.command, pageOf(options).width))
  return `${parts.join('\n\n')}\n`
}

/** The headline and the comparison table, stores that did not run included. */
export function renderTable(result: Result, options: TextOptions = {}): string {
  const page = pageOf(options)
  const table = comparisonTable(result)
  const lines = wrap(headline(result), page.width).map((line) => page.paint('strong', line))
  lines.push(...headlineLines(result, page))
  if (table.rows.length > 0) lines.push('', ...(page.width >= WIDE ? wideTable(table.rows, page) : narrowTable(table.rows, page)))
  for (const { store, reason, hint } of table.notRun) {
    lines.push('', hang(`${store}  `, `not run: ${reason}`, page.width, 4))
    if (hint !== '') lines.push(hang('    ', hint, page.width))
  }
  return lines.join('\n')
}

/** The lines of one run: verdict, evidence in figures, what is missing, where to look. */
export function renderRunDetails(run: Run, options: TextOptions = {}): string {
  const page = pageOf(options)
  const title = `${run.storeTitle}, ${run.profile}, ${run.workload}, ${shapeText(run)}`
  const lines = wrap(title, page.width).map((line) => page.paint('strong', line))
  const add = (lead: string, text: string) => lines.push(hang(`  ${lead.padEnd(14)}`, text, page.width))
  lines.push(page.paint(run.verdict.label, hang(`  ${'verdict'.padEnd(14)}`, verdictSentence(run), page.width)))
  add('taught as', `${run.textbook}; by side: ${run.verdict.sideScope}`)
  if (run.stopped !== undefined) add('stopped', `${run.stopped.reason}: ${run.stopped.message}`)
  const { total, ok, fail, info } = run.operations
  add('operations', `${formatCount(total)} (${formatCount(ok)} ok, ${formatCount(fail)} refused, ${formatCount(info)} unknown)`)
  run.witness?.explanation.forEach((line, index) => add(index === 0 ? 'witness' : '', `${index + 1}. ${line}`))
  if (run.checks.length > 0) add('checks', run.checks.map((check) => `${check.check}: ${outcomeText(check.valid)}`).join('; '))
  for (const { id, ok: met, detail, remedy } of run.verdict.preconditions) {
    if (!met) add('missing', `${id}: ${detail}${remedy === undefined ? '' : ` Remedy: ${remedy}`}`)
  }
  lines.push(...matrixLines(run, page.width))
  add('after heal', afterHealText(run))
  for (const caveat of run.verdict.caveats) add('caveat', caveat)
  add('history', `${run.trial}/${run.history.file}, seed ${run.seed}`)
  return lines.join('\n')
}

/** Where the time went, one line a store. */
export function renderTimeBudget(budgets: readonly TimeBudget[], options: TextOptions = {}): string {
  const page = pageOf(options)
  const lines = budgets.map(({ store, steps }) => {
    const named = Object.entries(steps).map(([step, ms]) => `${step} ${formatMs(ms)}`)
    const total = Object.values(steps).reduce((sum, ms) => sum + ms, 0)
    return hang(`  ${store.padEnd(14)}`, `${formatMs(total)}: ${named.join(', ')}`, page.width)
  })
  return [page.paint('strong', 'Time'), ...lines].join('\n')
}

/** Where a configuration was cut several times: the worst of it, how repetitions disagree, and what the sweep lacks. */
function headlineLines(result: Result, page: Page): string[] {
  const shown = shownHeadlines(result)
  if (shown.length === 0) return []
  const entries = shown.flatMap((each) => [
    page.paint(each.label, hang('  ', headlineSentence(each), page.width, 4)),
    ...headlineNotes(each).map((note) => hang('    ', note, page.width)),
  ])
  return ['', page.paint('strong', 'Worst over shapes and repetitions'), ...entries]
}

function wideTable(rows: readonly ComparisonRow[], page: Page): string[] {
  const letters = rows.some((row) => row.pacelc !== null)
  const widths = letters ? [10, 0, 13, 6, 18, 10, 12] : [10, 0, 13, 6, 22, 12]
  widths[1] = page.width - widths.reduce((sum, width) => sum + width, 0) - 2 * (widths.length - 1)
  const lines = columns(['STORE', 'CONFIGURATION', 'WORKLOAD', 'TAUGHT', 'OBSERVED', ...(letters ? ['PACELC'] : []), 'BY SIDE'], widths)
  lines.push(widths.map((width) => '-'.repeat(width)).join('  '))
  for (const row of rows) {
    const observed = `→ ${labelText(row.observed)}${row.subLabel === null ? '' : `, ${row.subLabel}`}`
    const cells = [row.store, `${row.configuration}, ${row.shape}`, row.workload, row.textbook, observed, ...(letters ? [row.pacelc?.word ?? ''] : []), row.sideScope]
    lines.push(...columns(cells, widths).map((line) => page.paint(row.observed, line)))
    lines.push(...hang('    why: ', row.why, page.width).split('\n'), ...latencyLines(row, page))
  }
  return lines
}

// One short paragraph a run instead of six columns.
function narrowTable(rows: readonly ComparisonRow[], page: Page): string[] {
  return rows.flatMap((row) => [
    ...wrap(`${row.store}, ${row.configuration}, ${row.workload}, ${row.shape}`, page.width),
    page.paint(row.observed, hang('  ', `${row.textbook} → ${labelText(row.observed)}; by side: ${row.sideScope}`, page.width)),
    hang('  why: ', row.why, page.width),
    ...latencyLines(row, page),
  ])
}

function latencyLines({ pacelc }: ComparisonRow, page: Page): string[] {
  return pacelc === null ? [] : hang(`    ${pacelc.word}: `, `latency per added round trip: ${pacelc.slopes}`, page.width, 4).split('\n')
}

function pageOf(options: TextOptions): Page {
  return { width: Math.max(40, Math.min(100, options.width ?? 100)), paint: options.paint ?? ((_tone, text) => text) }
}
