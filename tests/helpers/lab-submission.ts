import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create, extract } from 'tar'
import { labNamed } from '../../src/lab/labs.ts'
import { seedOf } from '../../src/lab/log.ts'
import { openLab, runFolder, SHEET_FILE, startLab, writeLog } from '../../src/lab/student.ts'
import { packSubmission } from '../../src/lab/submission/pack.ts'
import { hashOf, type Manifest, manifestText, sealText } from '../../src/pipeline/evidence/manifest.ts'
import { writeEvidence } from '../../src/pipeline/evidence/write.ts'
import { filled, labText } from '../unit/lab/fixture.ts'
import { fillRun } from './finished-run.ts'

/** A folder with the lab of tests/unit/lab/fixture.ts in it. */
export function writeLab(scratch: string, changes: object = {}): string {
  const folder = mkdtempSync(join(scratch, 'labs-'))
  const text = labText(changes)
  const { id } = JSON.parse(text) as { id: string }
  mkdirSync(join(folder, id))
  writeFileSync(join(folder, id, 'lab.json'), text)
  writeFileSync(join(folder, id, 'README.md'), '# A test\n')
  return folder
}

/** What is right for the run of fillRun. */
export const RIGHT = { 'alone-write': 'refuses', 'others-read': 'answers', letter: 'CP', 'in-order': 'holds' }

export interface Student {
  readonly name: string
  readonly predictions?: { readonly [id: string]: string }
  readonly explanations?: { readonly [id: string]: string }
}

/** What a student does, apart from the run itself: the files of a finished one are put where it would write them. */
export async function workThrough(scratch: string, labs: string, { name, predictions = RIGHT, explanations = { why: `because ${name} says so` } }: Student): Promise<string> {
  const folder = mkdtempSync(join(scratch, 'student-'))
  const stored = labNamed(labs, '01')
  startLab(stored, folder, { name, version: '0.1.0', now: new Date('2026-11-23T01:00:00Z'), nonce: name })
  const sheet = readFileSync(join(folder, SHEET_FILE), 'utf8')
  writeFileSync(join(folder, SHEET_FILE), filled(sheet, { ...Object.fromEntries(Object.entries(predictions).map(([id, word]) => [id, `Answer: ${word}`])), ...explanations }))
  const lock = writeLog(folder, { what: 'locked', time: '2026-11-23T02:00:00.000Z', predictions })
  const run = runFolder(folder, 1)
  mkdirSync(run, { recursive: true })
  await fillRun(run, { seed: seedOf(lock, 1), created: '2026-11-23T02:00:01.000Z' })
  const { manifestSha256 } = await writeEvidence(run, '0.1.0')
  writeLog(folder, { what: 'ran', time: '2026-11-23T02:01:00.000Z', attempt: 1, evidence: manifestSha256 })
  return folder
}

/** A submission of that student. */
export async function handIn(scratch: string, labs: string, student: Student): Promise<string> {
  const folder = await workThrough(scratch, labs, student)
  return submit(folder, labs)
}

/** `capcheck lab submit`, without its questions. */
export async function submit(folder: string, labs: string): Promise<string> {
  writeLog(folder, { what: 'submitted', time: '2026-11-23T03:00:00.000Z', sheet: hashOf(readFileSync(join(folder, SHEET_FILE), 'utf8')) })
  const path = join(folder, 'handed-in.capcheck.tar.gz')
  await packSubmission(openLab(folder, labs), path, { version: '0.1.0', now: new Date('2026-11-23T03:00:00Z') })
  return path
}

/** Unpacks an archive, lets `act` change it, and packs it again beside the first. */
export async function repacked(archive: string, act: (folder: string) => void | Promise<void>): Promise<string> {
  const folder = mkdtempSync(`${archive}-`)
  await extract({ file: archive, cwd: folder })
  await act(folder)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  const path = `${folder}.tar.gz`
  await create({ file: path, gzip: true, cwd: folder }, files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)))
  return path
}

/** Lists the files of an open submission as they are now, as a forger would. */
export function sealSubmission(folder: string): void {
  const path = join(folder, 'submission.json')
  const submission = JSON.parse(readFileSync(path, 'utf8')) as { files: { path: string }[] }
  writeFileSync(path, JSON.stringify({ ...submission, files: submission.files.map((file) => fileOf(folder, file.path)) }))
}

/** The same for an open evidence bundle. */
export function sealEvidence(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest
  const text = manifestText({ ...manifest, files: manifest.files.map(({ path }) => fileOf(folder, path)) })
  writeFileSync(join(folder, 'manifest.json'), text)
  writeFileSync(join(folder, 'manifest.sha256'), sealText(text))
  return hashOf(text)
}

function fileOf(folder: string, path: string): { path: string; bytes: number; sha256: string } {
  const content = readFileSync(join(folder, path))
  return { path, bytes: content.length, sha256: hashOf(content) }
}

/** Changes one file in place. */
export function edit(path: string, change: (text: string) => string): void {
  const [before, after] = [readFileSync(path, 'utf8'), change(readFileSync(path, 'utf8'))]
  if (before === after) throw new Error(`nothing changed in ${path}`)
  writeFileSync(path, after)
}
