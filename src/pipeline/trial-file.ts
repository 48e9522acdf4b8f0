import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { messageOf, usageError } from '../core/errors.ts'
import { PHASES } from '../core/phase.ts'
import type { TrialRecord } from '../core/trial.ts'

/** A name inside a folder, never a way out of it. */
export const plainName = z.string().regex(/^(?!\.)[^/\\:\p{Cc}]{1,200}$/u, 'not a plain name')

// Loose: fields that only later versions know are none of our business. What is judged or printed must be as it is said to be.
const node = z.string().regex(/^n\d+$/)
const phase = z.enum(PHASES)
const text = z.string()
const number = z.number()
const names = z.record(text, z.json())
const state = z.enum(['open', 'slow', 'cut', 'mute', 'refused'])
const finding = { ok: z.boolean(), detail: text }

const laneSchema = z.looseObject({
  workload: text,
  workloadFile: text.optional(),
  profile: text,
  profileId: text,
  settings: names,
  kinds: z.array(z.looseObject({ f: text, effect: z.enum(['read', 'write', 'transaction']) })),
  atomic: z.boolean(),
  facts: names,
  history: plainName,
  unsent: number,
})

const trialSchema = z.looseObject({
  schemaVersion: z.literal(1),
  store: text,
  textbook: z.enum(['CP', 'AP']),
  config: text,
  findings: z.array(text).optional(),
  seed: number,
  shape: text,
  repetition: number.optional(),
  nodes: z.array(node),
  sides: z.record(text, z.array(node)),
  leaderSide: text,
  leader: node.nullable(),
  cutLinks: z.array(z.looseObject({ from: node, to: node })),
  phases: z.partialRecord(z.enum([...PHASES, 'end']), number),
  deadlineMs: number,
  minAttempts: number,
  settle: z.looseObject({ ms: number, why: text }),
  healthyBefore: z.looseObject(finding),
  recovered: z.looseObject({ ...finding, afterMs: number.nullable() }),
  convergedMs: number.nullable(),
  probes: z.array(z.looseObject({ link: text, time: number, state, expected: state, phase })),
  views: z.array(z.looseObject({ node, time: number, phase, alive: z.boolean(), reachable: z.array(node), role: text })),
  pins: z.array(z.looseObject({ home: node, node, use: z.enum(['read', 'write']).optional(), reported: text, proved: z.boolean() })),
  faults: z.array(z.looseObject({ time: number, phase, what: text, detail: z.json() })),
  lanes: z.array(laneSchema),
  serverSettings: names,
  driverSettings: names,
  timing: z.record(text, number),
  caveat: text.optional(),
  stopped: z.looseObject({ reason: z.enum(['interrupted', 'error']), message: text }).optional(),
})

/**
 * Reads a `trial.json`.
 *
 * @throws CapcheckError (exit 64) naming the first field that is not as it must be
 */
export function readTrialRecord(path: string): TrialRecord {
  return parseFile(path, trialSchema) as unknown as TrialRecord
}

/** Reads a JSON file of a run; what it holds must fit the schema. */
export function parseFile<T>(path: string, schema: z.ZodType<T>): T {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw usageError(`${path} cannot be read: ${messageOf(error)}`)
  }
  refuseUnfit(value, schema, path)
  // As it was read: parsing puts fields in another order, and results must be the same byte for byte.
  return value as T
}

/** @throws CapcheckError (exit 64) naming the first field of a trial record that is not as it must be */
export function checkTrialRecord(value: unknown, name: string): void {
  refuseUnfit(value, trialSchema, name)
}

function refuseUnfit(value: unknown, schema: z.ZodType, name: string): void {
  const parsed = schema.safeParse(value)
  if (parsed.success) return
  const [issue] = parsed.error.issues
  throw usageError(`${name} is not as capcheck writes it: ${issue?.path.join('.') || 'the top level'}: ${issue?.message ?? 'not understood'}`)
}
