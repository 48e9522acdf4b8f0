import type { Finding } from './finding.ts'
import { happened } from './needs.ts'
import { laneOf, type ObservedTrial } from './observed.ts'
import { seen } from './seen.ts'
import { expectationText, needText } from './words.ts'

export type Status = 'as expected' | 'differs' | 'inconclusive'

/** What a trial says of a finding. */
export interface Judgement {
  readonly status: Status
  /** What was seen, one entry an expectation; empty when there was no trial. */
  readonly observed: readonly string[]
  /** Why it is not as expected; empty when it is. */
  readonly why: readonly string[]
}

/** Preconditions without which a trial says nothing, whatever the finding is about. */
const NECESSARY = new Set(['cut', 'healthy', 'pinned', 'complete'])

/**
 * Judges one finding by one trial. Pure.
 *
 * A trial in which the finding could not have shown itself is inconclusive, even where something else than expected was
 * seen; so is one whose cut was not real.
 *
 * @param observed null when there was no such trial
 */
export function judgeFinding(finding: Finding, shape: string, observed: ObservedTrial | null): Judgement {
  if (observed === null) return { status: 'inconclusive', observed: [], why: ['it was not run'] }
  const expectations = finding.expects.filter(({ at }) => at === undefined || at === shape)
  const results = expectations.map((expected) => ({ expected, ...seen(expected, observed) }))
  const texts = results.map(({ text }) => text)
  const blind = [...unsound(observed), ...missing(finding, shape, observed)]
  const wrong = results.filter(({ met }) => met === false).map(({ expected, text }) => `expected ${expectationText(expected)}; seen: ${text}`)
  const open = results.filter(({ met }) => met === 'open').map(({ expected, text }) => `${expectationText(expected)} is open: ${text}${reasonOf(expected, observed)}`)
  if (blind.length > 0) return { status: 'inconclusive', observed: texts, why: [...blind, ...wrong] }
  if (wrong.length > 0) return { status: 'differs', observed: texts, why: [...wrong, ...open] }
  return { status: open.length > 0 ? 'inconclusive' : 'as expected', observed: texts, why: open }
}

function unsound({ lanes, trial }: ObservedTrial): string[] {
  if (trial.stopped !== undefined) return [`the trial did not run to its end: ${trial.stopped.message}`]
  const conditions = lanes.flatMap(({ judgement }) => judgement.verdict.preconditions).filter(({ id, ok }) => !ok && NECESSARY.has(id))
  return [...new Set(conditions.map(({ id, detail }) => `precondition "${id}" is missing: ${detail}`))]
}

function missing({ needs = [] }: Finding, shape: string, observed: ObservedTrial): string[] {
  return needs.filter((need) => (need.at === undefined || need.at === shape) && !happened(need, observed)).map((need) => `it could not show itself, for this has not happened: ${needText(need)}`)
}

/** The verdict itself says why it is open. */
function reasonOf(expected: Finding['expects'][number], observed: ObservedTrial): string {
  const verdict = laneOf(observed, expected.of)?.judgement.verdict
  return ('label' in expected || 'side' in expected) && verdict !== undefined ? ` (${verdict.reason})` : ''
}
