import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { EXIT, messageOf, usageError } from '../../core/errors.ts'
import { WORKLOADS } from '../../../workloads/index.ts'
import type { System } from '../system.ts'

const FILES = ['workload.mts', 'README.md'] as const
/** It becomes the name of a lane, of its history file, and part of a command line. */
const NAME = /^[a-z][a-z0-9-]{0,39}$/

/**
 * `capcheck init <name>`: a folder with a workload that runs at once. Overwrites nothing.
 *
 * @throws CapcheckError (exit 64) for a name that cannot be one, and for a folder that has something in it
 */
export function init(path: string, { io, cwd }: Pick<System, 'io' | 'cwd'>): number {
  const folder = resolve(cwd, path)
  const name = basename(folder)
  if (!NAME.test(name)) throw usageError(`"${name}" cannot be the name of a workload; allowed: a small letter, then up to 39 small letters, digits and "-"`, 'For example: capcheck init my-workload')
  if (WORKLOADS.some((workload) => workload.name === name)) throw usageError(`"${name}" is a workload of capcheck itself`, 'Choose another name: a report must tell the two apart.')
  const texts = FILES.map((file) => [file, template(file).replaceAll('NAME', name)] as const)
  refuseUsed(folder)
  try {
    mkdirSync(folder, { recursive: true })
    // wx: what appeared there in this moment is not overwritten either.
    for (const [file, text] of texts) writeFileSync(join(folder, file), text, { flag: 'wx' })
  } catch (error) {
    throw usageError(`the folder ${folder} cannot be written: ${messageOf(error)}`, 'Name a folder that you may write to.')
  }
  const shown = relative(cwd, folder).startsWith('..') ? folder : `./${relative(cwd, folder)}`
  for (const [file] of texts) io.out(`${shown}/${file}`)
  io.err(`Next: capcheck run --profile PG-5,PG-2 --workload ${shown}/${FILES[0]}`)
  return EXIT.ok
}

function refuseUsed(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) throw usageError(`${folder} exists and is no folder`, 'Choose another name.')
  if (readdirSync(folder).length > 0) throw usageError(`the folder ${folder} exists and is not empty`, 'Choose another name: capcheck init overwrites nothing.')
}

/** Templates lie at the root of the package; this file is two levels deeper in dist than in src. */
function template(file: string): string {
  const url = ['../../../', '../../../../'].map((up) => new URL(`${up}templates/workload/${file}`, import.meta.url)).find((each) => existsSync(each))
  if (url === undefined) throw new Error(`the package has no templates/workload/${file}`)
  return readFileSync(url, 'utf8')
}
