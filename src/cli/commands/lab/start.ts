import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { EXIT } from '../../../core/errors.ts'
import { labNamed } from '../../../lab/labs.ts'
import { SHEET_FILE, startLab } from '../../../lab/student.ts'
import { shown } from '../../../pipeline/run.ts'
import type { System } from '../../system.ts'
import { labsFolder, type LabFlags } from './folders.ts'

export interface StartFlags extends LabFlags {
  readonly dir?: string
  readonly name?: string
}

/** `capcheck lab start <id>`: asks nothing; what is to be filled in stands in the sheet. */
export function startLabCommand(id: string, flags: StartFlags, version: string, system: System): number {
  const { io, cwd } = system
  const stored = labNamed(labsFolder(flags, system), id)
  const folder = resolve(cwd, flags.dir ?? stored.lab.id)
  startLab(stored, folder, { name: flags.name ?? '', version, now: system.now(), nonce: randomBytes(16).toString('hex') })
  const { lab } = stored
  io.out(`${lab.id}: ${lab.title}, about ${lab.minutes} minutes`)
  io.out(`  1. read      ${shown(join(folder, 'chapter.md'), cwd)}`)
  io.out(`  2. predict   in ${shown(join(folder, SHEET_FILE), cwd)}: ${lab.predictions.length} answers of one word`)
  io.out(`  3. run       cd ${shown(folder, cwd)} && capcheck lab run`)
  io.out(`  4. explain   in the same sheet, then capcheck lab submit`)
  return EXIT.ok
}
