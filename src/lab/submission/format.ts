import { z } from 'zod'
import { isPlainPath } from '../../pipeline/evidence/manifest.ts'
import type { ArchiveKind, UnpackLimits } from '../../pipeline/evidence/unpack.ts'

/** The one file that a student hands in: the sheet, the log, the evidence bundle, and files that the lab asked for. */

export const SUBMISSION_FILE = 'submission.json'
/** Folder of the student's own files inside. */
export const FILES_FOLDER = 'files'
export const SUBMISSION_ENDING = '.capcheck.tar.gz'

export const submissionSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal('capcheck lab submission'),
  lab: z.string().max(80),
  name: z.string().max(80),
  version: z.string().max(80),
  created: z.iso.datetime(),
  /** Shows damage on the way, and nothing else: whoever changes a file can change this too. */
  files: z.array(z.strictObject({ path: z.string().refine(isPlainPath), bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).max(40),
})

export type Submission = z.infer<typeof submissionSchema>

/** A submission is some hundred kilobytes. */
export const SUBMISSION_LIMITS: UnpackLimits = { files: 40, bytes: 64 * 2 ** 20, jsonBytes: 2 ** 20 }
/** The evidence in it: at most a dozen trials. */
export const EVIDENCE_LIMITS: UnpackLimits = { files: 200, bytes: 256 * 2 ** 20, jsonBytes: 32 * 2 ** 20 }
export const SUBMISSION_KIND: ArchiveKind = { name: 'a submission', hint: `A submission is the file ending in ${SUBMISSION_ENDING} that capcheck lab submit writes.` }

/** The name of a submission: lab and student, as plain letters. */
export function submissionName(lab: string, name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '').toLowerCase()
  return `${lab}-${plain}${SUBMISSION_ENDING}`
}
