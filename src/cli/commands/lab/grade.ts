import { existsSync, realpathSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, extname, resolve } from 'node:path'
import { EXIT, messageOf, usageError } from '../../../core/errors.ts'
import { readText } from '../../../core/hand-written.ts'
import { makeFolders } from '../../../core/make-folders.ts'
import { writeWhole } from '../../../core/write-whole.ts'
import { againstNoted, sideBySide } from '../../../lab/grade/across.ts'
import type { Graded } from '../../../lab/grade/graded.ts'
import { readKey } from '../../../lab/grade/key.ts'
import { gradeAll } from '../../../lab/grade/pool.ts'
import { readLabs } from '../../../lab/labs.ts'
import { gradesCsv, gradesJson } from '../../../lab/table/files.ts'
import { gradesMarkdown, type LabSheet } from '../../../lab/table/markdown.ts'
import { alarmed } from '../../../lab/table/summary.ts'
import { gradesText } from '../../../lab/table/text.ts'
import type { System } from '../../system.ts'
import { labsFolder, type LabFlags } from './folders.ts'

export interface GradeFlags extends LabFlags {
  readonly key?: string
  readonly out?: readonly string[]
  readonly noted?: string
  /** Seconds for one submission. */
  readonly limit?: number
  readonly json?: true
}

type Table = (all: readonly Graded[], labs: readonly LabSheet[], version: string) => string
const TABLES: { readonly [ending: string]: Table } = { '.md': gradesMarkdown, '.csv': gradesCsv, '.json': (all, _labs, version) => gradesJson(all, version) }
const LIMIT_S = 60

/**
 * `capcheck lab grade <files...>`: every submission once more from its evidence, then side by side.
 *
 * @returns 0 when nothing is wrong with any, 1 when something is
 */
export async function gradeLabs(files: readonly string[], flags: GradeFlags, version: string, system: System): Promise<number> {
  const { io, cwd, stop } = system
  const outs = (flags.out ?? []).map((path) => [resolve(cwd, path), tableFor(path)] as const)
  const labs = labsFolder(flags, system)
  const sheets = labSheets(labs, flags.key === undefined ? null : resolve(cwd, flags.key), flags.key)
  const paths = submissionPaths(files, cwd)
  const noted = flags.noted === undefined ? null : readText(resolve(cwd, flags.noted))
  const graded = await gradeAll(paths, {
    ...{ labs, keys: flags.key === undefined ? null : resolve(cwd, flags.key), version, env: io.env, stop },
    ...{ processes: availableParallelism(), limitMs: (flags.limit ?? LIMIT_S) * 1000 },
    onGraded: (done) => io.live?.([`graded ${done} of ${paths.length}`]),
  }).finally(() => io.live?.([]))
  if (graded === null) return EXIT.interrupted
  const all = noted === null ? sideBySide(graded) : againstNoted(sideBySide(graded), noted)
  if (flags.json) io.out(gradesJson(all, version).trimEnd())
  else for (const line of gradesText(all)) io.out(line)
  for (const [path, table] of outs) write(path, table(all, sheets, version))
  return alarmed(all).length === 0 ? EXIT.ok : EXIT.broken
}

function tableFor(path: string): Table {
  const table = TABLES[extname(path).toLowerCase()]
  if (table === undefined) throw usageError(`--out ${path}: the ending must be one of ${Object.keys(TABLES).join(', ')}`)
  return table
}

/** Also reads all keys once, so that a mistake in one is an error of this command and not of every worker. */
function labSheets(labs: string, keys: string | null, named: string | undefined): LabSheet[] {
  if (keys !== null && !statSync(keys, { throwIfNoEntry: false })?.isDirectory()) throw usageError(`--key ${named}: there is no such folder`, 'A folder with <lab>.json files (docs/labs.md).')
  const sheets = readLabs(labs).map(({ lab: { id, title, questions }, lab }) => ({ id, title, questions, key: keys === null ? null : readKey(keys, lab) }))
  if (keys !== null && sheets.every(({ key }) => key === null)) throw usageError(`--key ${named}: no key of any lab is in it; it should have ${sheets.map(({ id }) => `${id}.json`).join(', ')}`)
  return sheets
}

/** A submission that is named twice is graded once. */
function submissionPaths(files: readonly string[], cwd: string): string[] {
  const real = files.map((file) => {
    const path = resolve(cwd, file)
    if (!existsSync(path)) throw usageError(`there is no file ${file}`)
    if (!statSync(path).isFile()) throw usageError(`${file} is no file`, 'Name the submissions: submissions/*.capcheck.tar.gz')
    return realpathSync(path)
  })
  return [...new Set(real)]
}

function write(path: string, text: string): void {
  try {
    makeFolders(dirname(path))
    writeWhole(path, text)
  } catch (error) {
    throw usageError(`--out ${path} cannot be written: ${messageOf(error)}`)
  }
}
