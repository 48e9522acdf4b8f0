import { z } from 'zod'
import { runSchema } from '../result-run.ts'
import { resultSchema, type DeepReadonly } from '../result.ts'

const verdict = runSchema.shape.verdict.pick({ label: true, reason: true, subLabel: true, sideScope: true })

const run = runSchema
  .pick({ id: true, store: true, storeTitle: true, config: true, profile: true, profileId: true, workload: true, shape: true, textbook: true })
  .extend({ verdict })

/**
 * What a comparison reads of result.json: no more, so that results of other versions and other machines can be
 * compared even where a field elsewhere has changed.
 */
export const storedSchema = resultSchema
  .pick({ schemaVersion: true, tool: true, created: true, provider: true, engines: true, notRun: true, headlines: true })
  .extend({ runs: z.array(run) })

export type StoredResult = DeepReadonly<z.infer<typeof storedSchema>>
export type StoredHeadline = NonNullable<StoredResult['headlines']>[number]
export type StoredRun = StoredResult['runs'][number]
