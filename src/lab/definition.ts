import { z } from 'zod'
import type { Json } from '../core/json.ts'
import { SHAPES } from '../faults/shapes.ts'
import type { DeepReadonly } from '../report/result.ts'
import { WORKLOADS } from '../../workloads/index.ts'
import { ANSWER_WORDS, CHECK_WORDS, HISTORY_WORDS, LETTER_WORDS, offers, profilesOffering } from './words.ts'

/** What stands in a lab.json. Every name in it is checked against what this version can run. */

const id = z.string().regex(/^[a-z][a-z0-9-]{0,60}$/, 'must be lower-case letters, digits and dashes, beginning with a letter')
const sentence = z.string().min(1).max(2000)
const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,80}$/i, 'must be the name of a file beside lab.json, without folders')
const workload = z.string().refine((name) => WORKLOADS.some((each) => each.name === name), { error: `must be one of ${WORKLOADS.map(({ name }) => name).join(', ')}` })
const shape = z.string().refine((name) => SHAPES.some((each) => each.name === name), { error: `must be one of ${SHAPES.map(({ name }) => name).join(', ')}` })
const profile = z.string().refine((name) => WORKLOADS.some((each) => offers(name, each.name)), { error: `must be one of ${profilesOffering('register').join(', ')}, or the id of a lane of these` })
const json = z.json() as unknown as z.ZodType<Json>

/** A lane of the run: by its catalogue id, or by what the student chose under another item. */
const place = z.union([z.strictObject({ profile, workload, shape }), z.strictObject({ choice: id })], { error: 'must be { "profile": …, "workload": …, "shape": … } or { "choice": <id of an item of kind "profile"> }' })

const base = { id, ask: sentence }
const answers = { kind: z.literal('answers'), side: z.string(), f: z.string() }
const letter = { kind: z.literal('letter') }
const check = { kind: z.literal('check'), check: z.string() }

/** What a chosen configuration must be observed to do. */
const requirement = z.discriminatedUnion('kind', [
  z.strictObject({ ...answers, is: z.enum(ANSWER_WORDS) }),
  z.strictObject({ ...letter, is: z.enum(LETTER_WORDS) }),
  z.strictObject({ ...check, is: z.enum(CHECK_WORDS) }),
])

const prediction = z.discriminatedUnion('kind', [
  z.strictObject({ ...base, ...answers, of: place }),
  z.strictObject({ ...base, ...letter, of: place }),
  z.strictObject({ ...base, ...check, of: place }),
  z.strictObject({ ...base, kind: z.literal('history'), file: fileName, model: z.string(), initial: json.optional() }),
  z.strictObject({ ...base, kind: z.literal('profile'), workload, shape, requires: z.array(requirement).min(1).max(8) }),
])

/** A register history that the student writes. It is small, so that trying all orders also says what is true of it. */
const attack = z.strictObject({
  ...base,
  file: fileName,
  operations: z.int().min(1).max(8),
  wants: z.enum(['valid', 'not-valid', 'wrong answer']),
  /** It must be this other file with at most so many lines changed. */
  changeOf: z.strictObject({ file: fileName, lines: z.int().positive() }).optional(),
})

const run = z.strictObject({
  /** Catalogue ids; besides these, what the student chooses is run. */
  profiles: z.array(profile),
  workloads: z.array(workload).min(1),
  shapes: z.array(shape).min(1),
  beforeMs: z.int().positive().optional(),
  steadyMs: z.int().nonnegative().optional(),
  minAttempts: z.int().positive().optional(),
})

const question = z.strictObject({ ...base, words: z.int().nonnegative() })

export const labSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string().regex(/^[0-9]{2}-[a-z][a-z0-9-]{0,60}$/, 'must be two digits, a dash and a name: 01-partition'),
    title: sentence,
    minutes: z.int().positive(),
    run: run.optional(),
    predictions: z.array(prediction).max(60),
    attacks: z.array(attack).max(10).optional(),
    questions: z.array(question).min(1).max(20),
  })
  .superRefine((lab, context) => {
    for (const [path, message] of faults(lab)) context.addIssue({ code: 'custom', path, message })
  })

type LabShape = DeepReadonly<z.infer<typeof labSchema>>
/** An assignment. */
export type Lab = LabShape
export type Prediction = Lab['predictions'][number]
export type Attack = NonNullable<Lab['attacks']>[number]
export type LabRun = NonNullable<Lab['run']>
export type Choice = Extract<Prediction, { kind: 'profile' }>
/** A prediction about a lane of the run. */
export type Observable = Extract<Prediction, { of: unknown }>
export type Requirement = Choice['requires'][number]

/** The words that a prediction may be answered with. */
export function allowedWords(prediction: Prediction): readonly string[] {
  switch (prediction.kind) {
    case 'answers':
      return ANSWER_WORDS
    case 'letter':
      return LETTER_WORDS
    case 'check':
      return CHECK_WORDS
    case 'history':
      return HISTORY_WORDS
    case 'profile':
      return profilesOffering(prediction.workload)
  }
}

type Fault = readonly [path: (string | number)[], message: string]

/** What names do not fit together. */
function faults(lab: LabShape): Fault[] {
  const found: Fault[] = []
  const seen = new Set<string>()
  const once = (path: (string | number)[], name: string): void => {
    if (seen.has(name)) found.push([path, `"${name}" is there twice`])
    seen.add(name)
  }
  lab.predictions.forEach((item, index) => {
    once(['predictions', index, 'id'], item.id)
    if (item.kind === 'profile') found.push(...choiceFaults(lab, item, ['predictions', index]))
    else if (item.kind !== 'history') found.push(...placeFaults(lab, item, ['predictions', index]))
  })
  lab.attacks?.forEach((item, index) => {
    once(['attacks', index, 'id'], item.id)
    once(['attacks', index, 'file'], item.file)
    const other = item.changeOf?.file
    if (other !== undefined && (other === item.file || !lab.attacks!.some(({ file }) => file === other))) found.push([['attacks', index, 'changeOf'], `"${other}" is no other file of this lab`])
  })
  lab.questions.forEach((item, index) => once(['questions', index, 'id'], item.id))
  return found
}

function placeFaults(lab: LabShape, item: Observable, path: (string | number)[]): Fault[] {
  const { of } = item
  if ('choice' in of) {
    const choice = lab.predictions.find((other) => other.kind === 'profile' && other.id === of.choice)
    return choice === undefined ? [[[...path, 'of', 'choice'], `there is no item "${of.choice}" of kind "profile"`]] : laneFaults(item, choice as Choice, path)
  }
  if (lab.run === undefined) return [[[...path, 'of'], 'this lab has no "run"']]
  if (!offers(of.profile, of.workload)) return [[[...path, 'of', 'profile'], `${of.profile} does not offer ${of.workload}; it is offered by ${profilesOffering(of.workload).join(', ')}`]]
  for (const [list, name] of [['profiles', of.profile], ['workloads', of.workload], ['shapes', of.shape]] as const) {
    // The register runs in every trial.
    if (!lab.run[list].includes(name) && name !== 'register') return [[[...path, 'of'], `"run" has no ${name} among its ${list}`]]
  }
  return laneFaults(item, of, path)
}

function choiceFaults(lab: LabShape, item: Choice, path: (string | number)[]): Fault[] {
  if (lab.run === undefined) return [[path, 'this lab has no "run"']]
  for (const [list, name] of [['workloads', item.workload], ['shapes', item.shape]] as const) {
    if (!lab.run[list].includes(name) && name !== 'register') return [[[...path, list.slice(0, -1)], `"run" has no ${name} among its ${list}`]]
  }
  return item.requires.flatMap((requirement, index) => laneFaults(requirement, item, [...path, 'requires', index]))
}

/** Are the side and the kind of operation those of the shape and the workload? */
function laneFaults(item: Observable | Requirement, at: { readonly workload: string; readonly shape: string }, path: (string | number)[]): Fault[] {
  if (item.kind !== 'answers') return []
  const kinds = WORKLOADS.find(({ name }) => name === at.workload)!.kinds.map(({ f }) => f)
  const sides = Object.keys(SHAPES.find(({ name }) => name === at.shape)!.sides(['n1', 'n2', 'n3']))
  if (!kinds.includes(item.f)) return [[[...path, 'f'], `${at.workload} has no ${item.f}; it has ${kinds.join(', ')}`]]
  return sides.includes(item.side) ? [] : [[[...path, 'side'], `${at.shape} has no side ${item.side}; it has ${sides.join(', ')}`]]
}
