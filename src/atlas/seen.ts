import type { Expectation } from './finding.ts'
import { findForks } from './forks.ts'
import { detailOf, laneOf, type ObservedTrial } from './observed.ts'
import type { AvailabilityCell, LaneJudgement } from '../verdict/verdict.ts'

/** What a trial says of one expectation. */
export interface Seen {
  /** As expected; not as expected; or the trial decides nothing. */
  readonly met: boolean | 'open'
  /** What was seen, in a few words. */
  readonly text: string
}

type Of<Key extends string> = Extract<Expectation, { readonly [key in Key]: unknown }>

/** Looks for what is expected. Pure. */
export function seen(expected: Expectation, observed: ObservedTrial): Seen {
  if ('reported' in expected) return reported(expected, observed)
  const judgement = laneOf(observed, expected.of)?.judgement
  if (judgement === undefined) return { met: 'open', text: `the trial had no ${expected.of ?? 'register'} lane` }
  const { met, text } = look(expected, judgement)
  return { met, text: expected.of === undefined ? text : `${expected.of}: ${text}` }
}

function look(expected: Exclude<Expectation, { readonly reported: unknown }>, judgement: LaneJudgement): Seen {
  const { verdict } = judgement
  if ('label' in expected) return labelled(expected.label, verdict.label, '', verdict.label === 'CP' && verdict.subLabel !== null ? `, ${verdict.subLabel}` : '')
  if ('side' in expected) return labelled(expected.side, verdict.sideScope, 'by side ', '')
  if ('check' in expected) return checked(expected, judgement)
  if ('forks' in expected) return forked(expected, judgement)
  if ('answered' in expected) return answered(expected, judgement)
  if ('booked' in expected) return booked(expected, judgement)
  const { witnessPhases } = verdict
  const where = witnessPhases.length === 0 ? 'no contradiction' : `contradictions in ${witnessPhases.join(', ')}`
  return { met: expected.witnessIn.some((phase) => witnessPhases.includes(phase)), text: where }
}

/** An inconclusive verdict contradicts nothing, unless it was what is expected. */
function labelled(wanted: string | readonly string[], label: string, before: string, after: string): Seen {
  const text = `${before}${label}${after}`
  if ([wanted].flat().includes(label)) return { met: true, text }
  return { met: label === 'inconclusive' ? 'open' : false, text }
}

function checked({ check, is, rare, figure, during }: Of<'check'>, { checks }: LaneJudgement): Seen {
  const result = checks.find((one) => one.check === check)
  if (result === undefined) return { met: 'open', text: `there was no check "${check}"` }
  if (result.valid === 'unknown') return { met: 'open', text: `${check}: unknown` }
  const found = result.valid ? 'holds' : 'violated'
  const amount = figure === undefined ? 1 : Number(result.details[figure] ?? 0)
  const phases = Object.keys((result.details['violationsByPhase'] ?? {}) as object)
  const met = found === is && amount >= 1 && (during === undefined || phases.includes(during))
  const what = [found, ...(figure === undefined ? [] : [`${amount} ${figure}`]), ...(during === undefined ? [] : [`in ${phases.join(', ') || 'no phase'}`])]
  return { met: met || (rare === true ? 'open' : false), text: `${check}: ${what.join(', ')}` }
}

function forked({ during }: Of<'forks'>, { operations }: LaneJudgement): Seen {
  const forks = findForks(operations.filter(({ phase }) => phase === during))
  const [first] = forks
  const where = first === undefined ? '' : `, first at ${first.one.node} and ${first.other.node}`
  return { met: forks.length > 0, text: `${forks.length} long forks in ${during}${where}` }
}

/** Between none and all is open, as CAP definition 4.4 has it of availability: a node that answered nothing contradicts "all", one that answered all "none". */
function answered({ answered: share, kinds, on, during = 'steady' }: Of<'answered'>, { availability }: LaneJudgement): Seen {
  const cells = availability.filter(({ side, phase, f, attempts }) => side === on && phase === during && kinds.includes(f) && attempts > 0)
  const attempts = cells.reduce((sum, cell) => sum + cell.attempts, 0)
  const ok = cells.reduce((sum, cell) => sum + cell.ok, 0)
  const text = `${on} answered ${ok} of ${attempts} ${kinds.join(', ')}${during === 'steady' ? '' : ` (${during})`}`
  if (attempts === 0) return { met: 'open', text }
  if (share === 'some') return { met: ok > 0, text }
  if (ok === (share === 'all' ? attempts : 0)) return { met: true, text }
  const contradicts = (cell: AvailabilityCell) => cell.ok === (share === 'all' ? 0 : cell.attempts)
  return { met: cells.some(contradicts) ? false : 'open', text }
}

function booked({ booked: wanted, code, kinds }: Of<'booked'>, { operations }: LaneJudgement): Seen {
  const ended = operations.filter(({ f, error }) => error?.code.startsWith(code) === true && (kinds === undefined || kinds.includes(f)))
  const right = ended.filter(({ type }) => type === wanted).length
  const text = `${right} of ${ended.length} errors "${code}" booked as ${wanted}`
  return ended.length === 0 ? { met: 'open', text: `no error "${code}"` } : { met: right === ended.length, text }
}

function reported({ reported: step, figure }: Of<'reported'>, { trial }: ObservedTrial): Seen {
  const values = trial.faults.map(detailOf).flatMap((detail) => (detail['step'] === step && detail['ok'] === true ? [Number(detail[figure] ?? 0)] : []))
  if (values.length === 0) return { met: 'open', text: `"${step}" was not carried out` }
  return { met: values.some((value) => value >= 1), text: `"${step}": ${figure} ${values.join(', ')}` }
}
