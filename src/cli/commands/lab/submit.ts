import { join, resolve } from 'node:path'
import { EXIT } from '../../../core/errors.ts'
import { readText } from '../../../core/hand-written.ts'
import { hashOf } from '../../../pipeline/evidence/manifest.ts'
import { openLab, SHEET_FILE, writeLog } from '../../../lab/student.ts'
import { submissionName } from '../../../lab/submission/format.ts'
import { packSubmission, requireComplete } from '../../../lab/submission/pack.ts'
import { shown } from '../../../pipeline/run.ts'
import type { System } from '../../system.ts'
import { labsFolder, type LabFlags } from './folders.ts'

export interface SubmitFlags extends LabFlags {
  readonly dir?: string
  readonly out?: string
}

/** `capcheck lab submit`: refuses a sheet with gaps, and writes the one file to hand in. */
export async function submitLab(flags: SubmitFlags, version: string, system: System): Promise<number> {
  const { io, cwd } = system
  const student = openLab(resolve(cwd, flags.dir ?? '.'), labsFolder(flags, system))
  requireComplete(student)
  const { folder, stored, sheet } = student
  const path = flags.out === undefined ? join(folder, submissionName(stored.lab.id, sheet.name)) : resolve(cwd, flags.out)
  writeLog(folder, { what: 'submitted', time: system.now().toISOString(), sheet: hashOf(readText(join(folder, SHEET_FILE))) })
  await packSubmission(student, path, { version, now: system.now() })
  io.out(shown(path, cwd))
  io.err(`Hand in this file. What you change afterwards is not in it; capcheck lab submit writes it anew.`)
  return EXIT.ok
}
