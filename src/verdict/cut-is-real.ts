import { phaseSpan, verifiedCut, type Span } from '../checker/phase-span.ts'
import { wholeMs } from '../checker/time.ts'
import { linkName, type NodeId } from '../core/ids.ts'
import type { ProbeRecord, TrialRecord } from '../core/trial.ts'
import type { Evidence } from './evidence.ts'
import type { Finding } from './preconditions.ts'

/**
 * Precondition 1 of CAP definition 4.2: every directed link across the cut was closed and every other one open, by
 * probes through the very path that the nodes use: in the transition, in steady, and once more in its second half.
 * A link of the cut may be found open before it was first found closed, since links are cut one after the other.
 * No node's own view may contradict the cut once steady is half over, and no Gilbert-Lynch probe may have leaked.
 */
export function cutIsReal({ trial, probes }: Evidence): Finding {
  const cut = verifiedCut(trial)
  const steady = phaseSpan(trial.phases, 'steady')
  if (cut === null || steady === null) return { ok: false, detail: neverClosed(trial) }
  const problem = linkProblem(trial, steady) ?? viewProblem(trial, (steady.start + steady.end) / 2)
  if (problem !== null) return { ok: false, detail: problem }
  const leak = probes.find(({ outcome }) => outcome === 'leaked')
  if (leak !== undefined) {
    return { ok: false, detail: `information crossed the cut: probe ${leak.probe} wrote at ${leak.from} and ${leak.to} read the new value` }
  }
  const during = trial.probes.filter(({ time }) => time >= cut.start && time <= cut.end).length
  return { ok: true, detail: `${during} link probes from ${wholeMs(cut.start)} to ${wholeMs(cut.end)} ms found every link as it had to be; ${probes.length} Gilbert-Lynch probes, none leaked` }
}

function neverClosed(trial: TrialRecord): string {
  if (trial.cutLinks.length === 0) return 'no link was cut'
  if (trial.phases.steady === undefined) return 'the trial has no steady phase'
  const closed = new Set(trial.probes.filter(({ state, phase }) => state === 'cut' && (phase === 'transition' || phase === 'steady')).map(({ link }) => link))
  const open = trial.cutLinks.map(linkName).filter((link) => !closed.has(link))
  return `no probe found ${open.join(', ')} closed during the cut`
}

function linkProblem(trial: TrialRecord, steady: Span): string | null {
  const cutLinks = new Set(trial.cutLinks.map(linkName))
  const window = trial.probes.filter(({ phase }) => phase === 'transition' || phase === 'steady').toSorted((a, b) => a.time - b.time)
  const byLink = Map.groupBy(window, ({ link }) => link)
  for (const link of allLinks(trial.nodes)) {
    const expected = cutLinks.has(link) ? 'cut' : 'open'
    const records = byLink.get(link) ?? []
    const from = expected === 'cut' ? records.findIndex(({ state }) => state === 'cut') : 0
    const wrong = records.slice(Math.max(0, from)).find(({ state }) => state !== expected)
    if (wrong !== undefined) return `${link} was found ${wrong.state} at ${wholeMs(wrong.time)} ms (${wrong.phase}), and had to be ${expected}`
    const unseen = unseenAt(records.filter(({ state }) => state === expected), steady)
    if (unseen !== null) return `${link} was not found ${expected} by any probe ${unseen}`
  }
  return null
}

/** Start, during and end of the cut. */
function unseenAt(good: readonly ProbeRecord[], { start, end }: Span): string | null {
  if (!good.some(({ phase }) => phase === 'transition')) return 'in the transition'
  if (!good.some(({ phase, time }) => phase === 'steady' && time <= (start + end) / 2)) return 'in the first half of steady'
  if (!good.some(({ phase, time }) => phase === 'steady' && time >= (start + end) / 2)) return 'in the second half of steady'
  return null
}

/** What a node does not know proves nothing; a node that sees a peer across the cut contradicts it. */
function viewProblem(trial: TrialRecord, from: number): string | null {
  const cut = new Set(trial.cutLinks.map(linkName))
  const apart = (a: NodeId, b: NodeId): boolean => cut.has(`${a}->${b}`) && cut.has(`${b}->${a}`)
  for (const { node, phase, time, reachable } of trial.views) {
    if (phase !== 'steady' || time < from) continue
    const peer = reachable.find((other) => apart(node, other))
    if (peer !== undefined) return `${node} still saw ${peer} across the cut at ${wholeMs(time)} ms`
  }
  return null
}

export function allLinks(nodes: readonly NodeId[]): string[] {
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => linkName({ from, to })))
}
