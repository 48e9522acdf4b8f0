import type { Expectation, Finding } from './finding.ts'
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
  /**
   * Inconclusive for want of samples alone, so that longer phases may settle it: what must have happened did not, or a verdict
   * lacks attempts, a settled cluster or an answered control; or a node stood still; or what takes luck was not seen. Never when
   * a wrong label was seen.
   */
  readonly short: boolean
}

/** Preconditions without which a trial says nothing, whatever the finding is about. */
const NECESSARY = new Set(['cut', 'alive', 'healthy', 'pinned', 'complete'])
/** Preconditions that more time can bring. */
const MATTER_OF_TIME = new Set(['power', 'control', 'settled'])

/**
 * Judges one finding by one trial. Pure.
 *
 * A trial in which the finding could not have shown itself is inconclusive, even where something else than expected was
 * seen; so is one whose cut was not real.
 *
 * @param observed null when there was no such trial
 */
export function judgeFinding(finding: Finding, shape: string, observed: ObservedTrial | null): Judgement {
  if (observed === null) return { status: 'inconclusive', observed: [], why: ['it was not run'], short: false }
  const expectations = finding.expects.filter(({ at }) => at === undefined || at === shape)
  const results = expectations.map((expected) => ({ expected, ...seen(expected, observed) }))
  const texts = results.map(({ text }) => text)
  const unfit = unsound(observed)
  const blind = [...unfit, ...missing(finding, shape, observed)]
  const wrong = results.filter(({ met }) => met === false)
  const open = results.filter(({ met }) => met === 'open').map(({ expected, text }) => ({ expected, text: `${expectationText(expected)} is open: ${text}${reasonOf(expected, observed)}` }))
  const contradicted = wrong.map(({ expected, text }) => `expected ${expectationText(expected)}; seen: ${text}`)
  if (blind.length > 0) return { status: 'inconclusive', observed: texts, why: [...blind, ...contradicted], short: (unfit.length === 0 || stoodStill(observed)) && !wrong.some(({ expected }) => isLabel(expected)) }
  if (wrong.length > 0) return { status: 'differs', observed: texts, why: [...contradicted, ...open.map(({ text }) => text)], short: false }
  const short = open.length > 0 && open.every(({ expected }) => (isLabel(expected) ? isMatterOfTime(expected, observed) : 'rare' in expected || 'answered' in expected))
  return { status: open.length > 0 ? 'inconclusive' : 'as expected', observed: texts, why: open.map(({ text }) => text), short }
}

/**
 * A node fell silent, which no fault here does to one. On a machine that stands still nothing is seen of a finding, and whatever
 * else is missing (links that seem cut, health) comes of that.
 */
function stoodStill({ trial }: ObservedTrial): boolean {
  return trial.stopped === undefined && trial.views.some(({ alive, phase }) => !alive && (phase === 'before' || phase === 'transition' || phase === 'steady'))
}

function isLabel(expected: Expectation): boolean {
  return 'label' in expected || 'side' in expected
}

/** An open verdict that lacks nothing else than time, or for which too much was answered, and too little. */
function isMatterOfTime({ of }: Expectation, observed: ObservedTrial): boolean {
  const verdict = laneOf(observed, of)?.judgement.verdict
  if (verdict === undefined) return false
  const lacking = verdict.preconditions.filter(({ ok }) => !ok)
  return lacking.length === 0 ? verdict.available === 'partly' : lacking.every(({ id }) => MATTER_OF_TIME.has(id))
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
function reasonOf(expected: Expectation, observed: ObservedTrial): string {
  const verdict = laneOf(observed, expected.of)?.judgement.verdict
  return isLabel(expected) && verdict !== undefined ? ` (${verdict.reason})` : ''
}
