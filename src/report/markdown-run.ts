import { describeOperation, formatCount, formatFigures, formatJson, formatMs, formatShare, formatTime, plural, shapeText } from './format.ts'
import { cellCode, code, md, mdTable } from './markdown-text.ts'
import { cellText, MATRIX_NOTE } from './matrix.ts'
import type { Run } from './result.ts'
import { afterHealText, outcomeText, unboundedTexts, verdictSentence } from './sentences.ts'

/** One run as Markdown: the verdict and its reason first, then everything it rests on. */
export function renderRunMarkdown(run: Run): string {
  const parts = [
    `## ${md(run.storeTitle)}, ${md(run.profile)}: ${md(run.workload)}, ${md(shapeText(run))}`,
    `**${md(verdictSentence(run))}** Taught as ${run.textbook}. By side: ${run.verdict.sideScope}.`,
    ...(run.stopped === undefined ? [] : [`Stopped early (${run.stopped.reason}): ${md(run.stopped.message)}`]),
    ...witness(run),
    section('Preconditions', preconditions(run)),
    section('Per operation', matrix(run)),
    section('Availability', availability(run)),
    ...probes(run),
    ...checks(run),
    section('After the heal', md(afterHealText(run))),
    section('Settings', settings(run)),
    ...caveats(run),
  ]
  return parts.join('\n\n')
}

function section(title: string, body: string): string {
  return `### ${title}\n\n${body}`
}

function witness(run: Run): string[] {
  if (run.witness === null) return []
  const confirmed = run.witness.confirmed ? 'Confirmed by a second, independent routine.' : 'Not confirmed by a second routine.'
  const lines = run.witness.explanation.map((line, index) => `${index + 1}. ${md(line)}`)
  const operations = run.witness.operations.map((operation) => `- ${code(describeOperation(operation))}`)
  const phases = run.verdict.witnessPhases.length === 0 ? '' : ` Contradictions fell in: ${run.verdict.witnessPhases.join(', ')}.`
  const source = run.witness.workload === run.workload ? '' : ` The operations are in the history of ${code(run.witness.workload)}.`
  return [section('Witness', [...lines, '', ...operations, '', `${confirmed}${phases}${source}`].join('\n'))]
}

function preconditions(run: Run): string {
  if (run.verdict.preconditions.length === 0) return 'None were looked at.'
  const rows = run.verdict.preconditions.map((each) => [
    md(each.id),
    each.ok ? 'met' : '**not met**',
    md(each.detail),
    each.remedy === undefined ? '' : md(each.remedy),
  ])
  return mdTable(['Precondition', 'State', 'Detail', 'Remedy'], rows)
}

function matrix(run: Run): string {
  if (run.matrix === undefined || run.matrix.length === 0) return 'Nothing was asked in steady.'
  const rows = run.matrix.map(({ f, side, strict, ownSide }) => [md(f), md(side), md(cellText(strict)), md(cellText(ownSide))])
  return `${mdTable(['Operation', 'Side', 'Strict', 'Own side'], rows)}\n\n${md(MATRIX_NOTE)}`
}

function availability(run: Run): string {
  if (run.availability.length === 0) return 'No load was counted.'
  const rows = run.availability.map((cell) => [
    cell.home,
    md(cell.side),
    cell.phase,
    md(cell.f),
    formatCount(cell.attempts),
    formatCount(cell.ok),
    formatCount(cell.fail),
    formatCount(cell.info),
    formatCount(cell.straddling),
    cell.bound === null ? '' : `≤ ${formatShare(cell.bound)}`,
    cell.p50 === null ? '' : formatMs(cell.p50),
    cell.p99 === null ? '' : formatMs(cell.p99),
    Object.entries(cell.errors)
      .map(([name, count]) => `${cellCode(name)} × ${count}`)
      .join(', '),
  ])
  const head = ['Node', 'Side', 'Phase', 'Kind', 'Asked', 'Ok', 'Refused', 'Unknown', 'Open at end', 'Bound', 'p50', 'p99', 'Errors']
  const note =
    `Judged in \`steady\` only. An answer later than ${formatMs(run.deadlineMs)} counts as none. Operations open at the end of ` +
    'a phase are counted nowhere else. An answer that only says that a condition did not hold counts as ok. ' +
    'Bound: upper end of the 95 % interval of the rarer outcome.'
  return `${mdTable(head, rows)}\n\n${note}`
}

function probes(run: Run): string[] {
  if (run.probes.length === 0) return []
  const rows = run.probes.map((pair) => [
    `${pair.from} → ${pair.to}`,
    ...[pair.noAckAtX, pair.noAnswerAtY, pair.staleAtY, pair.leaked].map(formatCount),
  ])
  const note = 'Each probe writes at the first node and then reads at the second; there is no fifth outcome.'
  const head = ['Write → read', 'Write not acknowledged', 'Read not answered', 'Older value read', 'New value read (leak)']
  const unbounded = unboundedTexts(run).map((text) => `\n- ${md(text)}`).join('')
  return [section('Probes across the cut', `${mdTable(head, rows)}\n\n${note}${unbounded === '' ? '' : `\n${unbounded}`}`)]
}

function checks(run: Run): string[] {
  if (run.checks.length === 0) return []
  const rows = run.checks.map((check) => [
    md(check.check),
    check.counts === 'impact' ? 'impact only' : 'consistency',
    check.valid === true ? outcomeText(check.valid) : `**${outcomeText(check.valid)}**`,
    md(check.summary),
    md(formatFigures(check.details)),
  ])
  return [section('Checks', mdTable(['Check', 'Counts as', 'Outcome', 'Summary', 'Figures'], rows))]
}

function settings(run: Run): string {
  const { cut, operations, phases } = run
  const sides = Object.entries(cut.sides).map(([side, nodes]) => `${side}: ${nodes.join(', ')}`)
  const times = Object.entries(phases).map(([phase, time]) => `${phase} ${formatTime(time ?? 0)}`)
  const rows: [string, string][] = [
    ['Sides', `${md(sides.join('; '))}; leader at the cut: ${cut.leader ?? 'none in this store'}`],
    ['Links cut', md(cut.links.join(', '))],
    ['Link probes', `${formatCount(cut.linkProbes.asExpected)} of ${formatCount(cut.linkProbes.total)} as the cut should be`],
    ['Phases', md(times.join(', '))],
    ['Settle', `${formatMs(run.settle.ms)}: ${md(run.settle.why)}`],
    ['Deadline', formatMs(run.deadlineMs)],
    ['Attempts needed', plural(run.minAttempts, 'attempt')],
    ['Operations', `${formatCount(operations.total)}, unsent ${formatCount(operations.unsent)}`],
    ['Workload', keyValues(run.settings)],
    ['Workload facts', keyValues(run.facts)],
    ['Server', keyValues(run.serverSettings)],
    ['Driver', keyValues(run.driverSettings)],
    ['Seed', String(run.seed)],
    ['History', `${cellCode(`${run.trial}/${run.history.file}`)}, SHA-256 ${cellCode(run.history.sha256)}`],
  ]
  return mdTable(['Setting', 'Value'], rows)
}

function keyValues(record: Run['settings']): string {
  const pairs = Object.entries(record).map(([name, value]) => cellCode(`${name} = ${formatJson(value)}`))
  return pairs.length === 0 ? 'none' : pairs.join(', ')
}

function caveats(run: Run): string[] {
  if (run.verdict.caveats.length === 0) return []
  return [section('Caveats', run.verdict.caveats.map((caveat) => `- ${md(caveat)}`).join('\n'))]
}
