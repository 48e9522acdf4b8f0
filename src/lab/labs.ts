import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { usageError } from '../core/errors.ts'
import { didYouMean } from '../core/suggest.ts'
import { hashOf } from '../pipeline/evidence/manifest.ts'
import { labSchema, type Lab } from './definition.ts'
import { readJsonFile } from './json-file.ts'

export const LAB_FILE = 'lab.json'
/** What the student reads. */
export const CHAPTER_FILE = 'README.md'

/** An assignment as it lies in its folder. */
export interface StoredLab {
  readonly lab: Lab
  readonly folder: string
  /** SHA-256 of lab.json: which version of the assignment somebody worked with. */
  readonly sha256: string
}

/**
 * Reads all assignments below a folder, each in a folder of its own that is called as its id.
 *
 * @throws CapcheckError (exit 64) naming file, line and column of what is wrong in one of them
 */
export function readLabs(folder: string): StoredLab[] {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, LAB_FILE))) : []
  if (names.length === 0) throw usageError(`there are no labs in ${folder}`, `A lab is a folder with a ${LAB_FILE} and a ${CHAPTER_FILE} (docs/labs.md).`)
  return names.toSorted().map((name) => readLab(folder, name))
}

/** @throws CapcheckError (exit 64) with the ids that there are */
export function labNamed(folder: string, id: string): StoredLab {
  const labs = readLabs(folder)
  // `01` is enough where one lab begins so.
  const [found, another] = labs.filter(({ lab }) => lab.id === id || lab.id.startsWith(`${id}-`))
  if (found !== undefined && another === undefined) return found
  const ids = labs.map(({ lab }) => lab.id)
  throw usageError(`no lab "${id}"; allowed: ${ids.join(', ')}`, didYouMean(id, ids))
}

function readLab(folder: string, name: string): StoredLab {
  const path = join(folder, name, LAB_FILE)
  const { value: lab, text } = readJsonFile(path, labSchema, 'docs/labs.md says what stands in a lab.json.')
  if (lab.id !== name) throw usageError(`${path}: the lab is called ${lab.id}, its folder ${name}`, 'Give both the same name.')
  for (const file of [CHAPTER_FILE, ...lab.predictions.flatMap((item) => (item.kind === 'history' ? [item.file] : []))]) {
    if (!existsSync(join(folder, name, file))) throw usageError(`the lab ${lab.id} has no ${file} beside its ${LAB_FILE}`)
  }
  return { lab, folder: join(folder, name), sha256: hashOf(text) }
}
