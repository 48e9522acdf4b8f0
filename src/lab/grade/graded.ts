import type { Row } from '../rows.ts'

/**
 * What is to be said of a submission beside its points. Alarms are about whose work it is and whether it was changed;
 * notes are about what is missing or unclear.
 */
export interface Finding {
  readonly level: 'alarm' | 'note'
  readonly what: FindingKind
  readonly text: string
}

export type FindingKind =
  | 'not a submission'
  | 'not graded'
  | 'changed evidence'
  | 'evidence missing'
  | 'changed log'
  | 'changed predictions'
  | 'changed sheet'
  | 'other run'
  | 'run before lock'
  | 'same run'
  | 'same text'
  | 'same file'
  | 'same name'
  | 'not noted'
  | 'explanation missing'
  | 'unclear'
  | 'not as the key'
  | 'other lab'
  | 'other version'

/** What the student wrote under a question. */
export interface Explained {
  readonly id: string
  readonly text: string
  readonly words: number
  /** Words that the lab asks for. */
  readonly wanted: number
  /** Ideas of the answer key that the text mentions: a hint for whoever reads it, no grade. Null without a key. */
  readonly mentions: { readonly found: readonly string[]; readonly of: number } | null
}

/** One submission, graded by itself; plain data, since it comes from another process. */
export interface Graded {
  readonly file: string
  /** Null when it is not known which lab this is. */
  readonly lab: string | null
  readonly name: string
  /** `verified`: recomputed from the histories, field by field the same. `none`: the lab runs nothing on a cluster. */
  readonly evidence: 'verified' | 'refused' | 'none'
  readonly rows: readonly Row[]
  readonly explanations: readonly Explained[]
  readonly findings: readonly Finding[]
  /** First digits of the hash of the locked predictions, as lab run prints them; null when nothing was locked. */
  readonly lock: string | null
  /** How many times the student ran it. */
  readonly attempts: number
  /** SHA-256 of what no two students have alike by chance. */
  readonly prints: { readonly runs: readonly string[]; readonly texts: readonly string[]; readonly files: readonly string[] }
}

/** A submission that could not be looked into. */
export function ungraded(file: string, what: FindingKind, text: string, more: Partial<Pick<Graded, 'lab' | 'name'>> = {}): Graded {
  return { file, lab: null, name: '', evidence: 'refused', rows: [], explanations: [], findings: [{ level: 'alarm', what, text }], lock: null, attempts: 0, prints: { runs: [], texts: [], files: [] }, ...more }
}

/** Points, and how many there can be. */
export function scoreOf({ rows }: Pick<Graded, 'rows'>): { readonly points: number; readonly most: number } {
  return { points: rows.reduce((sum, { points }) => sum + points, 0), most: rows.reduce((sum, { most }) => sum + most, 0) }
}

/** Explanations that are as long as the lab asks. */
export function explainedOf({ explanations }: Pick<Graded, 'explanations'>): number {
  return explanations.filter(({ words, wanted }) => words >= wanted).length
}
