import { z } from 'zod'
import type { NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import { PHASES } from '../core/phase.ts'

/** Parts of result.json that belong to one run: one workload on one configuration under one cut. */

// Described to the type system by our own names, so that what is read fits what `src/core` speaks of.
const json = z.json() as unknown as z.ZodType<Json>
const node = z.string().regex(/^n\d+$/) as unknown as z.ZodType<NodeId>
const record = z.record(z.string(), json)
const counter = z.int().nonnegative()
const phase = z.enum(PHASES)
const effect = z.enum(['read', 'write', 'transaction'])
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

export const labelSchema = z.enum(['CP', 'AP', 'neither', 'inconclusive'])

export const operationSchema = z.object({
  index: counter,
  process: z.int(),
  f: z.string(),
  key: z.string().optional(),
  value: json,
  result: json.optional(),
  type: z.enum(['ok', 'fail', 'info']),
  call: z.number().describe('nanoseconds since the start of the trial'),
  ret: z.number().nullable().describe('nanoseconds; null when no answer is known to have ended the operation'),
  end: z.number().nullable().describe('nanoseconds at which the client heard or gave up; null when it did neither'),
  home: node,
  node,
  side: z.string(),
  phase,
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  note: z.string().optional(),
  probe: z.int().optional(),
  unbounded: z.literal(true).optional(),
})

const verdictSchema = z.object({
  label: labelSchema.describe('strict scope: asked of every node that had not failed'),
  reason: z.string(),
  subLabel: z.string().nullable(),
  sideScope: labelSchema.describe('the same question asked of sides instead of single nodes'),
  consistent: z.union([z.boolean(), z.literal('unknown')]),
  available: z.union([z.boolean(), z.literal('partly')]),
  witnessPhases: z.array(phase),
  preconditions: z.array(z.object({ id: z.string(), ok: z.boolean(), detail: z.string(), remedy: z.string().optional() })),
  caveats: z.array(z.string()),
  afterHeal: z.string().optional().describe('what the heal left behind: whole or not, converged or not, lossless or lossy'),
})

const availabilitySchema = z.object({
  home: node,
  side: z.string(),
  phase,
  f: z.string(),
  effect,
  attempts: counter,
  ok: counter,
  fail: counter,
  info: counter,
  straddling: counter.describe('invoked in this phase and still open when it ended; counted nowhere else'),
  bound: z.number().nullable().describe('upper end of the 95 % interval of the share of the rarer outcome'),
  p50: z.number().nullable().describe('milliseconds over ok operations'),
  p99: z.number().nullable().describe('milliseconds over ok operations'),
  errors: z.record(z.string(), counter),
})

const letterSchema = z.enum(['kept', 'lost', 'open'])

/** The worst over all shapes and repetitions of one configuration under one workload. */
export const headlineSchema = z.object({
  store: z.string(),
  storeTitle: z.string(),
  config: z.string(),
  profile: z.string(),
  profileId: z.string(),
  workload: z.string(),
  textbook: z.enum(['CP', 'AP']),
  label: labelSchema,
  consistency: letterSchema.describe('lost if any decided trial lost it; open if none did and any is inconclusive; else kept'),
  availability: letterSchema,
  worstShape: z.string().nullable().describe('null when as much was lost under each of several shapes'),
  shapes: z.array(z.object({ shape: z.string(), label: labelSchema, trials: counter, lostC: counter, lostA: counter, inconclusive: counter })),
  reason: z.string(),
  disagreements: z.array(z.string()).describe('shapes whose repetitions did not all get the same label'),
  missing: z.array(z.string()).describe('what is missing of the full sweep: both shapes of the cut, three times each'),
})

const matrixCellSchema = z.object({
  home: node.describe('the node that decides for its side'),
  available: z.union([z.boolean(), z.literal('partly')]),
  attempts: counter,
  ok: counter,
  fail: counter,
  info: counter,
  low: z.number().nullable().describe('lower end of the 95 % interval of the share that is answered'),
  high: z.number().nullable(),
  p50: z.number().nullable().describe('milliseconds over ok operations'),
  p99: z.number().nullable(),
})

const matrixRowSchema = z.object({
  f: z.string(),
  effect,
  side: z.string(),
  strict: matrixCellSchema.describe('the node of the side that answered least in steady'),
  ownSide: matrixCellSchema.describe('the node of the side that answered most in steady'),
})

const probePairSchema = z.object({ from: node, to: node, noAckAtX: counter, noAnswerAtY: counter, staleAtY: counter, leaked: counter })

const unboundedSchema = z.object({
  side: z.string(),
  home: node,
  node: node.describe('the node that got the request'),
  type: z.enum(['ok', 'fail', 'info']),
  afterMs: z.number().nullable().describe('milliseconds until an answer; null when there was none until the end of the trial'),
  beforeHeal: z.boolean().describe('the answer came while the cut held'),
  code: z.string().nullable(),
})

const checkSchema = z.object({
  check: z.string(),
  valid: z.union([z.boolean(), z.literal('unknown')]),
  counts: z.enum(['linearizability', 'impact']),
  summary: z.string(),
  details: record,
})

const witnessSchema = z.object({
  workload: z.string().describe('whose history holds the operations; the register lane of a trial judges its other lanes too'),
  explanation: z.array(z.string()),
  operations: z.array(operationSchema),
  confirmed: z.boolean().describe('a second, independent routine came to the same contradiction'),
})

const cutSchema = z.object({
  sides: z.record(z.string(), z.array(node)),
  leader: node.nullable(),
  leaderSide: z.string(),
  links: z.array(z.string()).describe('directed links that were cut, n1->n2'),
  linkProbes: z.object({ total: counter, asExpected: counter, during: counter.describe('of all, those sent while the cut held') }),
})

export const runSchema = z.object({
  id: z.string().describe('trial folder and workload; unique in this file'),
  store: z.string(),
  storeTitle: z.string(),
  config: z.string().describe('catalogue id of the configuration the cluster had'),
  profile: z.string().describe('catalogue id and title of what this workload earns under it'),
  profileId: z.string(),
  workload: z.string(),
  workloadFile: z.string().optional(),
  shape: z.string(),
  repetition: z.int().positive().optional().describe('which of several repetitions, from 1; absent when there is one only'),
  seed: z.int(),
  textbook: z.enum(['CP', 'AP']),
  trial: z.string().describe('folder of the trial, beside this file'),
  history: z.object({ file: z.string(), sha256 }),
  verdict: verdictSchema,
  availability: z.array(availabilitySchema),
  matrix: z.array(matrixRowSchema).optional().describe('operation by side in steady; absent in results of older versions'),
  probes: z.array(probePairSchema),
  unbounded: z.array(unboundedSchema).describe('one write per side without a deadline: does "late" mean "never"?'),
  checks: z.array(checkSchema),
  witness: witnessSchema.nullable(),
  operations: z.object({ total: counter, ok: counter, fail: counter, info: counter, unsent: counter }),
  healthyBefore: z.object({ ok: z.boolean(), detail: z.string() }),
  recovered: z.object({ ok: z.boolean(), afterMs: z.number().nullable(), detail: z.string() }),
  convergedMs: z.number().nullable().describe('from the heal until all nodes gave equal final answers twice in a row'),
  cut: cutSchema,
  faults: z.array(z.object({ time: z.number(), phase, what: z.string(), detail: json })),
  atomic: z.boolean(),
  settings: record,
  facts: record,
  serverSettings: record,
  driverSettings: record,
  phases: z.partialRecord(z.enum([...PHASES, 'end']), z.number()).describe('nanoseconds at which each phase began'),
  deadlineMs: z.number(),
  minAttempts: z.number(),
  settle: z.object({ ms: z.number(), why: z.string() }),
  timing: z.record(z.string(), z.number()).describe('milliseconds'),
  stopped: z.object({ reason: z.enum(['interrupted', 'error']), message: z.string() }).optional(),
})
