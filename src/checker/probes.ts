import type { Operation } from '../core/event.ts'
import { faultOf, groupsOf } from '../core/fault.ts'
import { nodeNumber, type NodeId } from '../core/ids.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { CheckInput, CheckResult, Witness } from '../core/workload.ts'
import { contradicts } from './confirm.ts'
import { describe } from './describe.ts'
import { verifiedCut, type Span } from './phase-span.ts'
import { register } from './register-lost.ts'
import { tally, violationsByPhase } from './tally.ts'

/**
 * What a Gilbert-Lynch probe showed for one pair of nodes (CAP definition 4.3); the theorem leaves no fifth outcome.
 *
 * - `no-ack`: X did not acknowledge the write: availability lost at X.
 * - `no-answer`: X did, Y did not answer the read that followed: availability lost at Y.
 * - `stale`: Y answered with an older value: linearizability broken.
 * - `leaked`: Y answered with the new value: information crossed the cut, so there was none.
 */
export type ProbeOutcome = 'no-ack' | 'no-answer' | 'stale' | 'leaked'

export interface ProbeFinding {
  readonly probe: number
  /** X, where the write went. */
  readonly from: NodeId
  /** Y, on the other side, where the read went. */
  readonly to: NodeId
  readonly outcome: ProbeOutcome
  readonly write: Operation
  /** Null when the write was not acknowledged: nothing is read then. */
  readonly read: Operation | null
}

/** One finding per probe and node across the cut, of the probes that lie wholly inside the proved cut; none without a partition. */
export function probeFindings(trial: TrialRecord, operations: readonly Operation[]): ProbeFinding[] {
  const cut = verifiedCut(trial)
  if (cut === null) return []
  const groups = groupsOf(trial.nodes, faultOf(trial))
  const probes = Map.groupBy(operations.filter(({ probe }) => probe !== undefined), ({ probe }) => probe!)
  return [...probes].sort(([a], [b]) => a - b).flatMap(([number, group]) => outcomes(number, group, groups, cut))
}

function outcomes(probe: number, group: readonly Operation[], groups: readonly (readonly NodeId[])[], cut: Span): ProbeFinding[] {
  const write = group.find(({ f }) => f === 'write')
  if (write === undefined || !inside(write, cut)) return []
  const across = groups.filter((nodes) => !nodes.includes(write.home)).flat().sort((a, b) => nodeNumber(a) - nodeNumber(b))
  if (write.type !== 'ok') return across.map((to) => ({ probe, from: write.home, to, outcome: 'no-ack', write, read: null }))
  return across.flatMap((to) => {
    const read = group.find(({ f, home, call, key }) => f === 'read' && home === to && key === write.key && call > write.ret)
    if (read === undefined || !inside(read, cut)) return []
    return [{ probe, from: write.home, to, outcome: outcomeOf(write, read), write, read }]
  })
}

function outcomeOf(write: Operation, read: Operation): ProbeOutcome {
  if (read.type !== 'ok') return 'no-answer'
  return JSON.stringify(read.result ?? null) === JSON.stringify(write.value) ? 'leaked' : 'stale'
}

function inside({ call, end }: Operation, { start, end: close }: Span): boolean {
  return call >= start && end <= close
}

/** The probes as a check: a stale answer across the cut is a witness of two operations. */
export function probes({ trial, operations }: CheckInput): CheckResult {
  const findings = probeFindings(trial, operations)
  const stale = findings.filter(({ outcome }) => outcome === 'stale')
  const leaked = findings.filter(({ outcome }) => outcome === 'leaked').length
  const sent = new Set(operations.flatMap(({ probe }) => probe ?? []))
  const used = new Set(findings.map(({ probe }) => probe))
  const steady = stale.find(({ read }) => read?.phase === 'steady') ?? stale[0]
  return {
    check: 'Gilbert-Lynch probes',
    valid: stale.length === 0,
    summary:
      sent.size === 0
        ? 'No probes were sent.'
        : stale.length > 0
          ? `In ${stale.length} of ${findings.length} probes a node answered with an older value than the other side had acknowledged.`
          : `None of ${findings.length} probes was answered with an older value.`,
    witness: steady === undefined ? null : probeWitness(steady),
    counts: 'linearizability',
    details: {
      probes: sent.size,
      usedProbes: used.size,
      outcomes: tally(findings.map(({ outcome }) => outcome)),
      leaked,
      violationsByPhase: violationsByPhase(stale.flatMap(({ read }) => read ?? [])),
    },
  }
}

function probeWitness({ from, to, write, read }: ProbeFinding): Witness {
  const operations = read === null ? [write] : [write, read]
  return {
    operations,
    explanation: [
      `${from} and ${to} are on different sides of the cut.`,
      ...operations.map(describe),
      `The write was acknowledged before the read was called and nobody else uses this key, so the read had to answer ${JSON.stringify(write.value)}.`,
    ],
    // The object gets the benefit of the doubt: it began with what the read returned.
    confirmed: contradicts(operations, register(read?.result ?? null)),
  }
}
