import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Row } from '../atlas/finding.ts'
import { ROWS } from '../atlas/findings.ts'
import { type Atlas, buildAtlas, rowName } from '../atlas/table.ts'
import { writeWhole } from '../core/write-whole.ts'
import { atlasMarkdown } from '../report/atlas.ts'
import type { FinishedRun } from './finish-run.ts'
import { parseFile } from './trial-file.ts'

export const ATLAS_FILE = 'atlas.json'
const TABLE_FILE = 'atlas.md'
/** What the atlas adds to a run folder. */
export const ATLAS_FILES = [ATLAS_FILE, TABLE_FILE] as const

const text = z.string()
const texts = z.array(text)
const row = z.looseObject({
  ...{ id: text, store: text, title: text, claim: text, shape: text.nullable(), sources: texts, command: text.nullable() },
  ...{ expected: texts, observed: texts, status: z.enum(['as expected', 'differs', 'inconclusive', 'not expected here']), why: texts, trial: text.nullable() },
  first: z.looseObject({ trial: text, why: texts }).optional(),
  confirmed: z.looseObject({ version: text, date: text, seed: z.number() }).nullable(),
})
// Loose: fields of other versions are compared too.
const schema = z.looseObject({ schemaVersion: z.literal(1), version: text, created: text, seed: z.number(), images: z.record(text, text).optional(), rows: z.array(row) })

/** The table of a run, and the same for readers, as they are in its folder; null where the file is not there. */
export interface StoredAtlas {
  readonly atlas: Atlas | null
  readonly markdown: string | null
}

/** What a table is asked for with, beside its rows. */
export type AsAsked = Pick<Atlas, 'seed' | 'images'>

/** Judges rows of the catalogue by the trials of a run. Pure. */
export function atlasOf(rows: readonly Row[], { result, trials }: FinishedRun, { seed, images = {} }: AsAsked): Atlas {
  const observed = trials.map(({ folder, trial, lanes }) => ({ folder, trial, lanes }))
  return buildAtlas({ version: result.tool.version, created: result.created, seed, ...(Object.keys(images).length > 0 && { images }), rows, trials: observed })
}

/** Writes atlas.json and atlas.md into a run folder. */
export function writeAtlas(folder: string, atlas: Atlas): void {
  writeWhole(join(folder, ATLAS_FILE), `${JSON.stringify(atlas, null, 1)}\n`)
  writeWhole(join(folder, TABLE_FILE), atlasMarkdown(atlas))
}

/** @throws CapcheckError (exit 64) naming the first field of atlas.json that is not as it must be */
export function readAtlas(folder: string): StoredAtlas {
  const has = (name: string): boolean => existsSync(join(folder, name))
  return {
    atlas: has(ATLAS_FILE) ? (parseFile(join(folder, ATLAS_FILE), schema) as unknown as Atlas) : null,
    markdown: has(TABLE_FILE) ? readFileSync(join(folder, TABLE_FILE), 'utf8') : null,
  }
}

/**
 * The table once more, from the trials: the rows that it has, and those that the trials are about. When a row was last
 * confirmed before this run is told by the catalogue, not by the run, so that is taken over. Pure.
 */
export function recomputeAtlas(stored: Atlas, finished: FinishedRun): StoredAtlas & { readonly atlas: Atlas } {
  const wanted = new Set([...stored.rows.map(({ id }) => id), ...finished.trials.flatMap(({ trial }) => trial.findings ?? [])])
  const judged = atlasOf(ROWS.filter(({ id }) => wanted.has(id)), finished, { ...stored, seed: finished.trials[0]?.trial.seed ?? stored.seed })
  const known = new Map(stored.rows.map((each) => [rowName(each), each.confirmed]))
  const rows = judged.rows.map((each) => (each.status === 'as expected' ? each : { ...each, confirmed: known.get(rowName(each)) ?? null }))
  const atlas = { ...judged, rows }
  return { atlas, markdown: atlasMarkdown(atlas) }
}
