import { createWriteStream, existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { messageOf, usageError } from '../../core/errors.ts'
import { archive, type ArchiveEntry } from '../../pipeline/evidence/archive.ts'
import { BUNDLE_FILE, hashOf } from '../../pipeline/evidence/manifest.ts'
import { missingExplanations, requirePredictions } from '../sheet.ts'
import { LOG_FILE, requireUnchanged, runFolder, SHEET_FILE, type StudentFolder } from '../student.ts'
import { FILES_FOLDER, SUBMISSION_FILE, type Submission } from './format.ts'

/**
 * Is everything there that the lab asks for?
 *
 * @throws CapcheckError (exit 64) naming the first thing that is missing, with the line of the sheet
 */
export function requireComplete(student: StudentFolder): void {
  const { folder, stored, sheet, ran } = student
  const file = join(folder, SHEET_FILE)
  requirePredictions(sheet, stored.lab, file)
  if (student.locked === null || ran === null) throw usageError(`the lab was not run in ${folder} yet`, 'capcheck lab run locks your predictions and runs it.')
  requireUnchanged(student)
  for (const { id, words, wanted } of missingExplanations(sheet, stored.lab)) {
    throw usageError(`${file}:${sheet.lines.get(id)}: "${id}" has ${words} words; the lab asks for at least ${wanted}`, 'Explain what you saw in your own words.')
  }
  for (const attack of stored.lab.attacks ?? []) if (!existsSync(join(folder, attack.file))) throw usageError(`there is no ${join(folder, attack.file)}, which "${attack.id}" asks for`)
}

/**
 * Writes the file to hand in.
 *
 * @throws CapcheckError (exit 64) when something cannot be read or written
 */
export async function packSubmission({ folder, stored, sheet, ran }: StudentFolder, path: string, { version, now }: { version: string; now: Date }): Promise<void> {
  const sources: (readonly [string, string])[] = [
    [SHEET_FILE, SHEET_FILE],
    [LOG_FILE, LOG_FILE],
    ...(stored.lab.attacks ?? []).map(({ file }) => [`${FILES_FOLDER}/${file}`, file] as const),
  ]
  try {
    const entries: ArchiveEntry[] = sources.map(([inside, file]) => ({ path: inside, content: readFileSync(join(folder, file)) }))
    if (ran?.evidence) entries.push({ path: BUNDLE_FILE, content: readFileSync(join(runFolder(folder, ran.attempt), BUNDLE_FILE)) })
    const submission: Submission = {
      ...{ schemaVersion: 1, kind: 'capcheck lab submission', lab: stored.lab.id, name: sheet.name, version, created: now.toISOString() },
      files: entries.map(({ path: inside, content }) => ({ path: inside, bytes: content.length, sha256: hashOf(content) })),
    }
    const first = { path: SUBMISSION_FILE, content: Buffer.from(`${JSON.stringify(submission, null, 1)}\n`) }
    await pipeline(archive([first, ...entries], now), createWriteStream(`${path}.part`))
    renameSync(`${path}.part`, path)
  } catch (error) {
    throw usageError(`${path} cannot be written: ${messageOf(error)}`)
  }
}
