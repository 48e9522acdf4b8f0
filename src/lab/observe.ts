import { shapeNamed } from '../faults/shapes.ts'
import { formatCount } from '../report/format.ts'
import { configId, type Result, type Run } from '../report/result.ts'
import type { Choice, Observable, Requirement } from './definition.ts'

/** What was seen of a prediction. */
export interface Observation {
  /** In the words of the prediction; null when the run cannot say. */
  readonly word: string | null
  /** The figures behind the word, or why there is none. */
  readonly detail: string
}

/** One requirement of a chosen configuration and what was seen. */
export interface RequirementSeen extends Observation {
  readonly requirement: Requirement
}

/** A side "answers" when at least this share of its attempts was answered, and "refuses" when at most the rest was: one late answer on a busy machine is no finding. */
const MOST = 0.95
/** Preconditions without which nothing is known about who answered whom. */
const NEEDED: ReadonlySet<string> = new Set(['cut', 'alive', 'pinned', 'power'])

/** What a result says about a prediction. `choices`: the student's own words, by id. */
export function observe(result: Result, item: Observable, choices: { readonly [id: string]: string }, chosen: readonly Choice[]): Observation {
  return within(result, item, 'choice' in item.of ? placeOf(item.of.choice, choices, chosen) : item.of)
}

/** What a result says about each requirement of a choice. */
export function observeChoice(result: Result, choice: Choice, profile: string): RequirementSeen[] {
  return choice.requires.map((requirement) => ({ requirement, ...within(result, requirement, { profile, workload: choice.workload, shape: choice.shape }) }))
}

/** A requirement in words. */
export function requirementText(requirement: Requirement): string {
  if (requirement.kind === 'answers') return `the ${requirement.side} ${requirement.is} ${requirement.f}`
  return requirement.kind === 'letter' ? `the letter is ${requirement.is}` : `"${requirement.check}" ${requirement.is}`
}

interface Place {
  readonly profile: string
  readonly workload: string
  readonly shape: string
}

function placeOf(id: string, choices: { readonly [id: string]: string }, chosen: readonly Choice[]): Place {
  const { workload, shape } = chosen.find((choice) => choice.id === id)!
  return { profile: choices[id] ?? '', workload, shape }
}

function within(result: Result, item: Observable | Requirement, { profile, workload, shape }: Place): Observation {
  const run = result.runs.find((each) => each.workload === workload && each.shape === shape && (each.profileId === profile || configId(each.config) === profile))
  if (run === undefined) return { word: null, detail: `the run has no ${profile} with ${workload} under ${shape}` }
  if (item.kind === 'answers') return answersOf(run, item.side, item.f)
  return item.kind === 'letter' ? letterOf(run) : checkOf(run, item.check)
}

function answersOf(run: Run, side: string, f: string): Observation {
  const missing = run.verdict.preconditions.find(({ id, ok }) => !ok && NEEDED.has(id))
  if (missing !== undefined) return { word: null, detail: `precondition "${missing.id}" is missing: ${missing.detail}` }
  const cells = run.availability.filter((cell) => cell.phase === 'steady' && cell.side === side && cell.f === f)
  const sum = (field: 'ok' | 'attempts'): number => cells.reduce((total, cell) => total + cell[field], 0)
  const attempts = sum('attempts')
  if (attempts === 0) return { word: null, detail: `nobody on the ${side} was asked for ${f} while the cut held` }
  const share = sum('ok') / attempts
  return {
    word: share >= MOST ? 'answers' : share <= 1 - MOST ? 'refuses' : 'partly',
    detail: cells.map((cell) => `${cell.home} ${formatCount(cell.ok)} of ${formatCount(cell.attempts)}`).join(', '),
  }
}

function letterOf({ verdict, shape }: Run): Observation {
  if (verdict.label !== 'inconclusive') return { word: verdict.label, detail: verdict.reason }
  const none = shapeNamed(shape).fault(['n1', 'n2', 'n3']).noPartition !== undefined
  return { word: none ? 'none' : null, detail: verdict.reason }
}

function checkOf(run: Run, name: string): Observation {
  const check = run.checks.find((each) => each.check === name)
  if (check === undefined) return { word: null, detail: `${run.workload} has no check "${name}"; it has ${run.checks.map((each) => each.check).join(', ')}` }
  return { word: check.valid === 'unknown' ? null : check.valid ? 'holds' : 'fails', detail: check.summary }
}
