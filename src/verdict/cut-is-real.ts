import { phaseSpan, type Span, verifiedCut } from '../checker/phase-span.ts'
import { wholeMs } from '../checker/time.ts'
import { expectedState, type Fault, faultOf, faultOfLink, groupsOf, type LinkState } from '../core/fault.ts'
import { type Link, linkName, type NodeId } from '../core/ids.ts'
import type { ProbeRecord, TrialRecord } from '../core/trial.ts'
import type { Evidence } from './evidence.ts'
import type { Finding } from './preconditions.ts'

/**
 * Precondition 1 of CAP definition 4.2, for cuts and for all other shapes: every directed link was found as the shape
 * says and every other one open, by probes through the very path that the nodes use: in the transition, in steady, once
 * more in its second half, and never long apart. A link may be found open before the fault was first found at it, since links are
 * treated one after the other; a flapping one must be found on and off. No node's own view may contradict a partition
 * once steady is half over, and no Gilbert-Lynch probe may have leaked.
 */
export function cutIsReal({ trial, probes }: Evidence): Finding {
  const fault = faultOf(trial)
  const steady = phaseSpan(trial.phases, 'steady')
  if (fault.links.length === 0 && fault.nodes.length === 0) return { ok: false, detail: 'no link was cut' }
  if (steady === null) return { ok: false, detail: 'the trial has no steady phase' }
  const problem = neverFound(trial, fault) ?? linkProblem(trial, fault, steady) ?? viewProblem(trial, fault, (steady.start + steady.end) / 2)
  if (problem !== null) return { ok: false, detail: problem }
  const leak = probes.find(({ outcome }) => outcome === 'leaked')
  if (leak !== undefined) {
    return { ok: false, detail: `information crossed the cut: probe ${leak.probe} wrote at ${leak.from} and ${leak.to} read the new value` }
  }
  const { start, end } = verifiedCut(trial) ?? { start: trial.phases.transition ?? steady.start, end: steady.end }
  const during = trial.probes.filter(({ time }) => time >= start && time <= end).length
  const leaks = fault.noPartition === null ? `; ${probes.length} Gilbert-Lynch probes, none leaked` : ''
  return { ok: true, detail: `${during} link probes from ${wholeMs(start)} to ${wholeMs(end)} ms found every link as it had to be${leaks}` }
}

/** Longest silence between two probes of a link, in nanoseconds. They come every few seconds; a busy machine may stop everything for half a minute. */
const SILENCE = 60e9

const WORDS: { readonly [state in LinkState]: string } = { open: 'open', slow: 'slow', cut: 'closed', mute: 'without answers', refused: 'refusing' }

/** Links at which the fault was never seen. */
function neverFound(trial: TrialRecord, fault: Fault): string | null {
  const window = duringFault(trial)
  for (const state of ['cut', 'refused', 'mute', 'slow'] as const) {
    const links = allLinks(trial.nodes).filter((link) => expectedState(fault, link) === state).map(linkName)
    const unseen = links.filter((name) => !window.some((probe) => probe.link === name && probe.state === state))
    if (unseen.length > 0) return `no probe found ${unseen.join(', ')} ${WORDS[state]} during the cut`
  }
  return null
}

function linkProblem(trial: TrialRecord, fault: Fault, steady: Span): string | null {
  const byLink = Map.groupBy(duringFault(trial), ({ link }) => link)
  for (const link of allLinks(trial.nodes)) {
    const records = byLink.get(linkName(link)) ?? []
    const problem = faultOfLink(fault, link)?.flapping === undefined ? constantProblem(link, records, expectedState(fault, link), steady) : flappingProblem(link, records)
    if (problem !== null) return problem
  }
  return null
}

function constantProblem(link: Link, records: readonly ProbeRecord[], expected: LinkState, steady: Span): string | null {
  const from = expected === 'open' ? 0 : records.findIndex(({ state }) => state === expected)
  const wrong = records.slice(Math.max(0, from)).find(({ state }) => state !== expected)
  if (wrong !== undefined) return mismatch(link, wrong, expected)
  const unseen = unseenAt(records.filter(({ state }) => state === expected), steady)
  if (unseen !== null) return `${linkName(link)} was not found ${expected} by any probe ${unseen}`
  const times = [...records.map(({ time }) => time), steady.end]
  const late = times.findIndex((time, index) => index > 0 && time - times[index - 1]! > SILENCE)
  return late < 0 ? null : `${linkName(link)} was not probed from ${wholeMs(times[late - 1]!)} to ${wholeMs(times[late]!)} ms`
}

/** A link that comes and goes must be found in both states, and in each at its time. */
function flappingProblem(link: Link, records: readonly ProbeRecord[]): string | null {
  const wrong = records.find(({ state, expected }) => state !== expected)
  if (wrong !== undefined) return mismatch(link, wrong, wrong.expected)
  const found = new Set(records.filter(({ phase }) => phase === 'steady').map(({ state }) => state))
  return found.size > 1 ? null : `${linkName(link)} was not found both open and closed in steady`
}

function mismatch(link: Link, { state, time, phase }: ProbeRecord, expected: LinkState): string {
  return `${linkName(link)} was found ${state} at ${wholeMs(time)} ms (${phase}), and had to be ${expected}`
}

/** Start, during and end of the cut. */
function unseenAt(good: readonly ProbeRecord[], { start, end }: Span): string | null {
  if (!good.some(({ phase }) => phase === 'transition')) return 'in the transition'
  if (!good.some(({ phase, time }) => phase === 'steady' && time <= (start + end) / 2)) return 'in the first half of steady'
  if (!good.some(({ phase, time }) => phase === 'steady' && time >= (start + end) / 2)) return 'in the second half of steady'
  return null
}

/** What a node does not know proves nothing; a node that sees a peer from which nothing can reach it contradicts the cut. */
function viewProblem(trial: TrialRecord, fault: Fault, from: number): string | null {
  const groups = groupsOf(trial.nodes, fault)
  const together = (a: NodeId, b: NodeId): boolean => groups.some((nodes) => nodes.includes(a) && nodes.includes(b))
  for (const { node, phase, time, reachable } of trial.views) {
    if (phase !== 'steady' || time < from) continue
    const peer = reachable.find((other) => !together(node, other))
    if (peer !== undefined) return `${node} still saw ${peer} across the cut at ${wholeMs(time)} ms`
  }
  return null
}

function duringFault(trial: TrialRecord): ProbeRecord[] {
  return trial.probes.filter(({ phase }) => phase === 'transition' || phase === 'steady').toSorted((a, b) => a.time - b.time)
}

export function allLinks(nodes: readonly NodeId[]): Link[] {
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => ({ from, to })))
}
