import { formatCount, formatMs } from './format.ts'
import { headlineNotes, shownHeadlines } from './headline-words.ts'
import { renderRunMarkdown } from './markdown-run.ts'
import { cellCode, code, md, mdTable } from './markdown-text.ts'
import { PACELC_HEAD, pacelcNote, pacelcRows } from './pacelc-words.ts'
import type { Result } from './result.ts'
import { BENCHMARK_CAVEAT, headline, labelText } from './sentences.ts'
import { comparisonTable } from './table.ts'

/** The report as Markdown: verdict table first, then run by run. */
export function renderMarkdown(result: Result): string {
  const parts = [
    '# capcheck report',
    `**${md(headline(result))}**`,
    headlineTable(result),
    verdictTable(result),
    ...notRunList(result),
    `Repeat with ${code(result.command)}`,
    `> ${BENCHMARK_CAVEAT}`,
    ...latency(result),
    ...result.runs.map(renderRunMarkdown),
    ...engines(result),
    ...timeBudget(result),
    `capcheck ${md(result.tool.version)}, provider ${md(result.provider)}, created ${md(result.created)}, ` +
      `seeds ${result.seeds.join(', ')}, exit code ${result.exitCode}.`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** The worst over shapes and repetitions, where a configuration was cut several times; nothing when none was. */
export function headlineTable(result: Result): string {
  const shown = shownHeadlines(result)
  if (shown.length === 0) return ''
  const rows = shown.map((each) => [
    ...[md(each.storeTitle), md(each.profile), md(each.workload), each.textbook, `**${labelText(each.label)}**`],
    md(each.worstShape ?? 'all alike'),
    md([each.reason, ...headlineNotes(each)].join(' ')),
  ])
  return `Worst over shapes and repetitions:\n\n${mdTable(['Store', 'Configuration', 'Workload', 'Textbook', 'Observed (strict)', 'Worst cut', 'Why'], rows)}`
}

/** The comparison with the textbook, a line a run; nothing when there is none. */
export function verdictTable(result: Result): string {
  const { rows } = comparisonTable(result)
  if (rows.length === 0) return ''
  const letters = result.pacelc !== undefined
  return mdTable(
    ['Store', 'Configuration', 'Workload', 'Cut', 'Textbook', 'Observed (strict)', ...(letters ? ['PACELC'] : []), 'By side', 'Why'],
    rows.map((row) => [
      md(row.store),
      md(row.configuration),
      md(row.workload),
      md(row.shape),
      row.textbook,
      `**${labelText(row.observed)}**${row.subLabel === null ? '' : `, ${md(row.subLabel)}`}; ${row.agreement}`,
      ...(row.pacelc === null ? [] : [`**${row.pacelc.word}**; ${md(row.pacelc.slopes)}`]),
      row.sideScope,
      md(row.why),
    ]),
  )
}

/** Stores that could not be run, with the way out. */
export function notRunList(result: Result): string[] {
  if (result.notRun.length === 0) return []
  const lines = result.notRun.map(({ store, reason, hint }) => `- **${md(store)}**: ${md(reason)}${hint === '' ? '' : ` ${md(hint)}`}`)
  return [['Not run:', '', ...lines].join('\n')]
}

function latency({ pacelc }: Result): string[] {
  if (pacelc === undefined) return []
  const tables = mdTable(PACELC_HEAD, pacelc.flatMap(pacelcRows).map((row) => row.map(md)))
  return ['## Latency against the delay between nodes', tables, md(pacelcNote(pacelc[0]!))]
}

function engines(result: Result): string[] {
  if (result.engines.length === 0) return []
  const rows = result.engines.map((engine) => [
    md(engine.name),
    md(engine.version),
    md(engine.origin),
    engine.sha256 === null ? 'no single file' : cellCode(engine.sha256),
  ])
  return ['## Engines', mdTable(['Engine', 'Version', 'Came from', 'SHA-256'], rows)]
}

function timeBudget(result: Result): string[] {
  if (result.timeBudget.length === 0) return []
  const rows = result.timeBudget.map(({ store, steps }) => {
    const all = [steps.boot, steps.phases, steps.checks, steps.report, steps.teardown]
    return [md(store), ...all.map(formatMs), formatMs(all.reduce((sum, ms) => sum + ms, 0))]
  })
  const caption = `${formatCount(result.runs.length)} runs; several workloads may share one cut.`
  return ['## Time', mdTable(['Store', 'Boot', 'Phases', 'Checks', 'Report', 'Teardown', 'Sum'], rows), caption]
}
