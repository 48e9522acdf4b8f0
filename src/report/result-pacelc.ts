import { z } from 'zod'
import type { NodeId } from '../core/ids.ts'

/** The part of result.json on latency against the delay between nodes: one entry for each configuration that was measured. */

const node = z.string().regex(/^n\d+$/) as unknown as z.ZodType<NodeId>
const counter = z.int().nonnegative()
const letter = z.enum(['EL', 'EC', 'unclear'])
const milliseconds = z.number().nonnegative()

const levelSchema = z.object({
  delayMs: milliseconds,
  attempts: counter,
  samples: counter.describe('carried out and acknowledged; the percentiles are of these'),
  unanswered: counter,
  p50: z.number().nullable().describe('milliseconds'),
  p99: z.number().nullable().describe('milliseconds'),
})

const kindSchema = z.object({
  f: z.string(),
  effect: z.enum(['read', 'write', 'transaction']),
  letter,
  reason: z.string(),
  roundTrips: z
    .object({ slope: z.number(), low: z.number(), high: z.number() })
    .nullable()
    .describe('by how many round trips the middle latency grows for each that is added between nodes (Theil-Sen), with its 95 % interval'),
  homes: z.array(node).describe('where the clients lived; each sent to the node beside it'),
  levels: z.array(levelSchema),
})

const laneSchema = z.object({
  workload: z.string(),
  profile: z.string(),
  profileId: z.string(),
  letter: letter.describe('EC when any kind waits for other nodes, EL when none does'),
  reason: z.string(),
  kinds: z.array(kindSchema),
  history: z.object({ file: z.string().describe('beside this file'), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
})

export const pacelcSchema = z.object({
  store: z.string(),
  storeTitle: z.string(),
  config: z.string().describe('the same as that of the runs'),
  folder: z.string().describe('of the record and the histories, beside this file'),
  leader: node.nullable(),
  delaysMs: z.array(milliseconds).describe('added to every link between nodes in each direction; a round trip takes twice as much more'),
  warmUpMs: milliseconds,
  visitMs: milliseconds.describe('each delay is visited twice, on the way up and on the way down'),
  everyMs: milliseconds.describe('from one operation of a client to its next, at least'),
  deadlineMs: milliseconds,
  linkRoundTripMs: z.array(z.object({ delayMs: milliseconds, p50: z.number() })).describe('as probes of the links measured it'),
  lanes: z.array(laneSchema),
})
