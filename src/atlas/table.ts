import { imageFlags } from '../core/image-flags.ts'
import type { Json } from '../core/json.ts'
import { CONFIRMED, type Confirmation } from './confirmed.ts'
import type { Case } from './experiment.ts'
import { isFinding, type Row } from './finding.ts'
import { judgeFinding, type Judgement, type Status } from './judge.ts'
import type { ObservedTrial } from './observed.ts'
import { SOURCES } from './sources.ts'
import { expectedTexts } from './words.ts'

/** One line of the table: a finding under a shape, or a finding that is not expected here. */
export interface AtlasRow {
  readonly id: string
  readonly store: string
  readonly title: string
  readonly claim: string
  /** Null for what is not expected here. */
  readonly shape: string | null
  readonly sources: readonly string[]
  /** Repeats the row; null when it cannot be run. */
  readonly command: string | null
  readonly expected: readonly string[]
  readonly observed: readonly string[]
  readonly status: Status | 'not expected here'
  readonly why: readonly string[]
  /** Folder of the trial inside the run folder; null when there was none. */
  readonly trial: string | null
  /** The trial that `trial` repeats with longer phases, and why that first one was inconclusive; absent when nothing was repeated. */
  readonly first?: { readonly trial: string; readonly why: readonly string[] }
  /** The last run known in which the row was as expected; this one, when it was. */
  readonly confirmed: Confirmation | null
}

/** The table of a run; a machine reads it as atlas.json. */
export interface Atlas {
  readonly schemaVersion: 1
  readonly version: string
  readonly created: string
  readonly seed: number
  /** Images that were named in place of the stores' own, by store (and `toxiproxy`); absent when none were. */
  readonly images?: { readonly [engine: string]: string }
  readonly rows: readonly AtlasRow[]
}

export interface AtlasInput extends Omit<Atlas, 'schemaVersion' | 'rows'> {
  /** Rows that were asked for. */
  readonly rows: readonly Row[]
  readonly trials: readonly ObservedTrial[]
}

/** Judges what was asked for by the trials that there are. Pure. */
export function buildAtlas({ rows, trials, ...head }: AtlasInput): Atlas {
  return { schemaVersion: 1, ...head, rows: rows.flatMap((row) => (isFinding(row) ? row.shapes.map((shape) => judgedRow({ finding: row, shape }, trials, head)) : [unseenRow(row)])) }
}

/** Name of a row in `CONFIRMED`. */
export function rowName({ id, shape }: Pick<AtlasRow, 'id' | 'shape'>): string {
  return `${id} ${shape ?? ''}`.trim()
}

function judgedRow({ finding, shape }: Case, trials: readonly ObservedTrial[], { created, seed, images = {} }: Pick<Atlas, 'created' | 'seed' | 'images'>): AtlasRow {
  const { id, store, title, claim } = finding
  const { observed, judgement, first } = decisive({ finding, shape }, trials)
  const { status, observed: texts, why } = judgement
  const now = status === 'as expected' && observed !== null ? { version: textOf(observed.trial.engine['version']), date: created.slice(0, 10), seed: observed.trial.seed } : null
  return {
    ...{ id, store, title, claim, shape, status, why },
    sources: sourceTexts(finding),
    command: ['capcheck atlas', id, ...imageFlags(ofStore(images, store)), `--seed ${observed?.trial.seed ?? seed}`].join(' '),
    expected: expectedTexts(finding, shape),
    observed: texts,
    trial: observed?.folder ?? null,
    ...(first !== undefined && { first }),
    confirmed: now ?? CONFIRMED[rowName({ id, shape })] ?? null,
  }
}

/** The first trial of a case decides, and its repetition only where the first one lacked nothing but samples. */
function decisive({ finding, shape }: Case, trials: readonly ObservedTrial[]): { observed: ObservedTrial | null; judgement: Judgement; first?: NonNullable<AtlasRow['first']> } {
  const [one = null, again] = trials.filter(({ trial }) => trial.shape === shape && trial.findings?.includes(finding.id) === true)
  const judgement = judgeFinding(finding, shape, one)
  if (one === null || again === undefined || !judgement.short) return { observed: one, judgement }
  return { observed: again, judgement: judgeFinding(finding, shape, again), first: { trial: one.folder, why: judgement.why } }
}

function unseenRow(row: Exclude<Row, { experiment: unknown }>): AtlasRow {
  const { id, store, title, claim, notExpected } = row
  return {
    ...{ id, store, title, claim, shape: null, sources: sourceTexts(row), command: null, expected: [], observed: [] },
    ...{ status: 'not expected here', why: [notExpected], trial: null, confirmed: null },
  }
}

/** What a row of that store needs. */
function ofStore(images: NonNullable<Atlas['images']>, store: string): NonNullable<Atlas['images']> {
  return Object.fromEntries(Object.entries(images).filter(([engine]) => engine === store || engine === 'toxiproxy'))
}

function sourceTexts({ sources }: Row): string[] {
  return sources.map((source) => SOURCES[source])
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'unknown'
}
