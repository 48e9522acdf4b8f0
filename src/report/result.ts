import { z } from 'zod'
import { usageError } from '../core/errors.ts'
import type { Json } from '../core/json.ts'
import { pacelcSchema } from './result-pacelc.ts'
import { headlineSchema, runSchema, type labelSchema, type operationSchema } from './result-run.ts'

const engineSchema = z.object({
  name: z.string(),
  version: z.string(),
  origin: z.string().describe('how this engine was come by'),
  sha256: z.string().nullable(),
})

const notRunSchema = z.object({ store: z.string(), reason: z.string(), hint: z.string() })

const milliseconds = z.number().nonnegative()

const timeBudgetSchema = z.object({
  store: z.string(),
  steps: z
    .object({ boot: milliseconds, phases: milliseconds, checks: milliseconds, report: milliseconds, teardown: milliseconds })
    .describe('milliseconds'),
})

/**
 * The content of result.json. Changes within one `schemaVersion` only add fields,
 * so a reader must ignore names that it does not know.
 */
export const resultSchema = z.object({
  schemaVersion: z.literal(1),
  tool: z.object({ name: z.literal('capcheck'), version: z.string() }),
  created: z.iso.datetime().describe('wall clock; every other time is monotonic'),
  command: z.string().describe('the command that repeats this result'),
  seeds: z.array(z.int()),
  provider: z.string(),
  engines: z.array(engineSchema),
  notRun: z.array(notRunSchema).describe('stores that were asked for and could not be started'),
  runs: z.array(runSchema),
  headlines: z.array(headlineSchema).optional().describe('one per store, configuration and workload; absent in results of older versions'),
  pacelc: z.array(pacelcSchema).optional().describe('only of runs with --pacelc'),
  timeBudget: z.array(timeBudgetSchema),
  exitCode: z.int(),
})

/** What is read is never changed: the types of result.json are read-only all the way down. `Json` is already. */
export type DeepReadonly<T> = [Json] extends [T] ? T : T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

export type Result = DeepReadonly<z.infer<typeof resultSchema>>
/** One workload on one configuration under one cut. */
export type Run = DeepReadonly<z.infer<typeof runSchema>>
/** One configuration under one workload, over all shapes and repetitions. */
export type ResultHeadline = DeepReadonly<z.infer<typeof headlineSchema>>
/** One configuration measured against the delay between its nodes. */
export type Pacelc = DeepReadonly<z.infer<typeof pacelcSchema>>
/** An operation as stored: an end that never came is `null`, since JSON has no Infinity. */
export type StoredOperation = DeepReadonly<z.infer<typeof operationSchema>>
export type ResultLabel = z.infer<typeof labelSchema>
export type EngineUsed = Result['engines'][number]
export type NotRun = Result['notRun'][number]
export type TimeBudget = Result['timeBudget'][number]

/** Checks what was read from a result.json; the message names the first field that does not fit. */
export function parseResult(value: unknown): Result {
  const parsed = resultSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? 'the top level' : issue.path.join('.')
  throw usageError(
    `This is not a result.json of schema version 1: ${where}: ${issue?.message ?? 'not understood'}.`,
    'The format is described in reports/result.schema.json.',
  )
}

/** The identity of a run inside a result. */
export function runId(trialFolder: string, workload: string): string {
  return `${trialFolder}/${workload}`
}

/** Catalogue id of a configuration, without its title, which may be reworded from version to version. */
export function configId(config: string): string {
  return config.split(' ', 1)[0]!
}
