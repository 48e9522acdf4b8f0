import { z } from 'zod'
import { usageError } from '../core/errors.ts'
import { hashOf } from '../pipeline/evidence/manifest.ts'

/**
 * What was done in a lab folder, one line a step: the SHA-256 of the line before it and of its own text, then the text
 * as JSON. A line that is changed, taken out or put in breaks every later hash. It does not stop anybody from writing
 * the whole file anew; docs/labs.md says what it shows and what it does not.
 */

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const time = z.iso.datetime()
/** Predictions and choices by id. */
const words = z.record(z.string().max(80), z.string().max(80))

const entrySchema = z.discriminatedUnion('what', [
  /** `definition`: SHA-256 of lab.json. `nonce` makes the hashes of two students differ who predict the same. */
  z.strictObject({ what: z.literal('started'), time, lab: z.string(), definition: sha256, version: z.string(), nonce: z.string() }),
  z.strictObject({ what: z.literal('locked'), time, predictions: words }),
  /** `evidence`: SHA-256 of the bundle's manifest, null when nothing was run on a cluster. */
  z.strictObject({ what: z.literal('ran'), time, attempt: z.int().positive(), evidence: sha256.nullable() }),
  z.strictObject({ what: z.literal('submitted'), time, sheet: sha256 }),
])

export type LogEntry = z.infer<typeof entrySchema>
export type Locked = Extract<LogEntry, { what: 'locked' }>
export type Ran = Extract<LogEntry, { what: 'ran' }>

/** An entry and the hash of the chain up to it. */
export interface LogLine {
  readonly entry: LogEntry
  readonly hash: string
}

/** The longest log that is read: a student who runs a lab a thousand times is none. */
const MOST = 1000
const NO_LINE = '0'.repeat(64)

/** The text of a log with one entry more. */
export function appended(text: string, entry: LogEntry): string {
  const last = /([0-9a-f]{64}) [^\n]*\n$/.exec(text)?.[1] ?? NO_LINE
  const json = JSON.stringify(entry)
  return `${text}${hashOf(`${last} ${json}`)} ${json}\n`
}

/**
 * Reads a log and follows its chain.
 *
 * @returns the entries, and the line (from 1) at which the chain breaks; null where it does not
 * @throws CapcheckError (exit 64) when it is no log
 */
export function readLog(text: string, file: string): { readonly lines: readonly LogLine[]; readonly brokenAt: number | null } {
  const rows = text.split('\n').slice(0, -1)
  const fault = (line: number, what: string): Error => usageError(`${file}:${line}: ${what}`, 'capcheck lab writes this file; nobody else should. Ask for the original, or start the lab anew.')
  if (rows.length === 0 || rows.length > MOST || !text.endsWith('\n')) throw fault(1, `this is no log of a lab: it must have 1 to ${MOST} whole lines`)
  let last = NO_LINE
  let brokenAt: number | null = null
  const lines = rows.map((row, index): LogLine => {
    const [, hash, json] = /^([0-9a-f]{64}) (\{.*\})$/.exec(row) ?? []
    const parsed = json === undefined ? undefined : entrySchema.safeParse(parse(json))
    if (hash === undefined || !parsed?.success) throw fault(index + 1, 'this line is none that capcheck lab writes')
    if (hash !== hashOf(`${last} ${json!}`)) brokenAt ??= index + 1
    last = hash
    return { entry: parsed.data, hash }
  })
  return { lines, brokenAt }
}

/** The part of a lock's hash that people note: nobody finds other predictions with the same 16 digits in an afternoon. */
export function shortLock(lockHash: string): string {
  return lockHash.slice(0, 16)
}

/** The seed of a run under locked predictions: whoever changes them afterwards needs a run with another seed. */
export function seedOf(lockHash: string, attempt: number): number {
  return Number.parseInt(hashOf(`${lockHash} ${attempt}`).slice(0, 8), 16) & 0x7fffffff
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
