import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, usageError } from '../core/errors.ts'
import { readText } from '../core/hand-written.ts'
import { makeFolders } from '../core/make-folders.ts'
import { writeWhole } from '../core/write-whole.ts'
import { CHAPTER_FILE, labNamed, type StoredLab } from './labs.ts'
import { appended, readLog, type LogEntry, type LogLine, type Locked, type Ran } from './log.ts'
import { parseSheet, renderSheet, type Sheet } from './sheet.ts'

/** The folder in which a student works on one lab. */

export const SHEET_FILE = 'sheet.md'
export const LOG_FILE = 'lab.log'
/** Run folders, by the number of the attempt. */
const RUNS = 'runs'

export interface StudentFolder {
  readonly folder: string
  readonly stored: StoredLab
  readonly sheet: Sheet
  readonly lines: readonly LogLine[]
  /** The predictions as they were locked, with the hash of that line; null before. */
  readonly locked: { readonly entry: Locked; readonly hash: string } | null
  /** The last run; null before. */
  readonly ran: Ran | null
}

/**
 * Makes the folder with an empty sheet, the chapter and files that the lab gives out.
 *
 * @param nonce anything that no other student has
 * @throws CapcheckError (exit 64) when a lab was started there before, or nothing can be written
 */
export function startLab(stored: StoredLab, folder: string, { name, version, now, nonce }: { name: string; version: string; now: Date; nonce: string }): void {
  for (const file of [SHEET_FILE, LOG_FILE]) {
    if (existsSync(join(folder, file))) throw usageError(`${join(folder, file)} is there: a lab was started in this folder before`, 'Go on with capcheck lab run, or name another folder with --dir.')
  }
  const { lab } = stored
  const text = renderSheet(lab, name)
  // A name that cannot be read back is refused now, not in the sheet.
  if (parseSheet(text, lab, '--name').name !== name.trim().normalize('NFC')) throw usageError(`--name ${JSON.stringify(name.slice(0, 90))} cannot be a name`, 'Write it on one line.')
  try {
    makeFolders(folder)
    copyFileSync(join(stored.folder, CHAPTER_FILE), join(folder, 'chapter.md'))
    for (const item of lab.predictions) if (item.kind === 'history') copyFileSync(join(stored.folder, item.file), join(folder, item.file))
    writeFileSync(join(folder, LOG_FILE), appended('', { what: 'started', time: now.toISOString(), lab: lab.id, definition: stored.sha256, version, nonce }))
    writeFileSync(join(folder, SHEET_FILE), text)
  } catch (error) {
    throw usageError(`the folder ${folder} cannot be written: ${messageOf(error)}`, 'Name a folder with --dir that you may write.')
  }
}

/**
 * Reads a student's folder.
 *
 * @param labs folder of all labs
 * @throws CapcheckError (exit 64) with file and line of what is wrong
 */
export function openLab(folder: string, labs: string): StudentFolder {
  const [log, sheetFile] = [join(folder, LOG_FILE), join(folder, SHEET_FILE)]
  if (!existsSync(log)) throw usageError(`no lab was started in ${folder}: it has no ${LOG_FILE}`, 'Go to the folder of your lab, name it with --dir, or begin with capcheck lab start.')
  const { lines, brokenAt } = readLog(readText(log), log)
  if (brokenAt !== null) throw usageError(`${log}:${brokenAt}: this line, or one before it, was changed`, 'Put the log back as it was, or start the lab anew in another folder.')
  const [first] = lines
  if (first?.entry.what !== 'started') throw usageError(`${log}:1: a log begins when the lab was started`)
  const stored = labNamed(labs, first.entry.lab)
  if (stored.sha256 !== first.entry.definition) throw usageError(`the lab ${stored.lab.id} has changed since it was started in ${folder}`, 'Start it anew in another folder, or use the version of capcheck (or the --labs) that you began with.')
  const sheet = parseSheet(readText(sheetFile), stored.lab, sheetFile)
  const found = lockOf(lines)
  const ran = lines.findLast(({ entry }) => entry.what === 'ran')?.entry as Ran | undefined
  return { folder, stored, sheet, lines, locked: found, ran: ran ?? null }
}

/** The first line that locks predictions. A second one would be a change of mind. */
export function lockOf(lines: readonly LogLine[]): StudentFolder['locked'] {
  const found = lines.find(({ entry }) => entry.what === 'locked')
  return found === undefined ? null : { entry: found.entry as Locked, hash: found.hash }
}

/** Adds a line to the log of a folder and gives its hash back. */
export function writeLog(folder: string, entry: LogEntry): string {
  const path = join(folder, LOG_FILE)
  const text = appended(readText(path), entry)
  writeWhole(path, text)
  return readLog(text, path).lines.at(-1)!.hash
}

/**
 * The predictions of the sheet, which must be those that were locked.
 *
 * @throws CapcheckError (exit 64) with the line of the one that was changed
 */
export function requireUnchanged({ folder, stored, sheet, locked }: StudentFolder): void {
  const file = join(folder, SHEET_FILE)
  for (const { id } of stored.lab.predictions) {
    const [before, now] = [locked?.entry.predictions[id], sheet.predictions.get(id)]
    if (before !== undefined && before !== now) {
      throw usageError(`${file}:${sheet.lines.get(id)}: "${id}" was locked as "${before}" before the run; it now says "${now ?? ''}"`, `Put "${before}" back, and say in an explanation what you would predict now.`)
    }
  }
}

/** Folder of the run of one attempt. */
export function runFolder(folder: string, attempt: number): string {
  return join(folder, RUNS, String(attempt))
}

/** Number of the next attempt: runs that were interrupted have left folders too. */
export function nextAttempt(folder: string, lines: readonly LogLine[]): number {
  const runs = join(folder, RUNS)
  const numbers = (existsSync(runs) ? readdirSync(runs) : []).map(Number).filter(Number.isInteger)
  return 1 + Math.max(0, ...numbers, ...lines.map(({ entry }) => (entry.what === 'ran' ? entry.attempt : 0)))
}
