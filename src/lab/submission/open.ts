import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { usageError } from '../../core/errors.ts'
import { readText } from '../../core/hand-written.ts'
import { BUNDLE_FILE } from '../../pipeline/evidence/manifest.ts'
import { unpack } from '../../pipeline/evidence/unpack.ts'
import { parseFile } from '../../pipeline/trial-file.ts'
import { readLog, type LogLine } from '../log.ts'
import { LOG_FILE, SHEET_FILE } from '../student.ts'
import { FILES_FOLDER, SUBMISSION_FILE, SUBMISSION_KIND, SUBMISSION_LIMITS, type Submission, submissionSchema } from './format.ts'

/** A submission, unpacked. Nothing in it is believed yet. */
export interface OpenSubmission {
  readonly submission: Submission
  readonly sheetText: string
  readonly lines: readonly LogLine[]
  readonly brokenAt: number | null
  /** Path of the evidence bundle; null when there is none. */
  readonly evidence: string | null
  /** Folder of the student's own files. */
  readonly files: string
  /** SHA-256 of each of these, by name. */
  readonly fileHashes: readonly { readonly name: string; readonly sha256: string }[]
}

/**
 * Unpacks a submission that may come from anybody into an empty folder.
 *
 * @throws CapcheckError (exit 64) when it is none, is too large, or was damaged on the way
 */
export async function openSubmission(path: string, into: string): Promise<OpenSubmission> {
  const found = await unpack(path, into, SUBMISSION_LIMITS, SUBMISSION_KIND)
  const has = new Map(found.map((file) => [file.path, file]))
  for (const name of [SUBMISSION_FILE, SHEET_FILE, LOG_FILE]) if (!has.has(name)) throw usageError(`${path} is not a submission: it has no ${name}`, SUBMISSION_KIND.hint)
  const submission = parseFile(join(into, SUBMISSION_FILE), submissionSchema)
  for (const listed of submission.files) {
    const file = has.get(listed.path)
    if (file?.sha256 !== listed.sha256) throw usageError(`${path} is not as it was written: ${listed.path} is ${file === undefined ? 'missing' : 'another file'}`, 'Ask for it again.')
  }
  for (const { path: name } of found) {
    if (name !== SUBMISSION_FILE && !submission.files.some((listed) => listed.path === name)) throw usageError(`${path} is not as it was written: ${name} was added`, 'Ask for it again.')
  }
  const bundle = join(into, BUNDLE_FILE)
  return {
    submission,
    sheetText: readText(join(into, SHEET_FILE)),
    ...readLog(readText(join(into, LOG_FILE)), LOG_FILE),
    evidence: existsSync(bundle) ? bundle : null,
    files: join(into, FILES_FOLDER),
    fileHashes: found.filter((file) => file.path.startsWith(`${FILES_FOLDER}/`)).map(({ path: name, sha256 }) => ({ name: name.slice(FILES_FOLDER.length + 1), sha256 })),
  }
}
