import { join, resolve } from 'node:path'
import { EXIT, usageError } from '../../../core/errors.ts'
import { wantedBy } from '../../../lab/experiment.ts'
import { seedOf, shortLock } from '../../../lab/log.ts'
import { rowsOf } from '../../../lab/rows.ts'
import { requirePredictions } from '../../../lab/sheet.ts'
import { nextAttempt, openLab, requireUnchanged, runFolder, SHEET_FILE, writeLog, type StudentFolder } from '../../../lab/student.ts'
import { readEvidenceResult } from '../../../lab/student-run.ts'
import { rowLines } from '../../../lab/table/rows.ts'
import type { ProviderName } from '../../../pipeline/ground.ts'
import { shown } from '../../../pipeline/run.ts'
import { select } from '../../../pipeline/select.ts'
import type { System } from '../../system.ts'
import { perform } from '../../perform.ts'
import { labsFolder, type LabFlags } from './folders.ts'

export interface RunLabFlags extends LabFlags {
  readonly dir?: string
  readonly on: 'auto' | ProviderName
  readonly again?: true
  readonly quiet?: true
}

/**
 * `capcheck lab run`: the first time it locks the predictions. The seed of the run follows from the lock, so that the
 * evidence belongs to these predictions and no others.
 *
 * @returns 0, or the exit code of a run that did not end in verdicts
 */
export async function runLab(flags: RunLabFlags, version: string, system: System): Promise<number> {
  const { io, cwd } = system
  const student = openLab(resolve(cwd, flags.dir ?? '.'), labsFolder(flags, system))
  const { folder, stored } = student
  const predictions = requirePredictions(student.sheet, stored.lab, join(folder, SHEET_FILE))
  requireUnchanged(student)
  if (stored.lab.run !== undefined && student.ran !== null && !flags.again) {
    await compare(student, predictions, system)
    io.err('This is the run that is there; --again runs once more, with the same locked predictions.')
    return EXIT.ok
  }
  const lock = student.locked?.hash ?? writeLog(folder, { what: 'locked', time: system.now().toISOString(), predictions })
  if (student.locked === null) io.err(`Predictions locked: ${shortLock(lock)} (your lecturer may ask you to note this)`)
  const code = await observe(student, predictions, lock, flags, version, system)
  if (code === EXIT.ok || code === EXIT.inconclusive) await compare(openLab(folder, labsFolder(flags, system)), predictions, system)
  return code
}

/** Runs what the lab and the student's choices say. */
async function observe(student: StudentFolder, predictions: { readonly [id: string]: string }, lock: string, flags: RunLabFlags, version: string, system: System): Promise<number> {
  const { folder, stored, lines } = student
  const attempt = nextAttempt(folder, lines)
  const wanted = wantedBy(stored.lab, predictions, seedOf(lock, attempt))
  const ran = (evidence: string | null): string => writeLog(folder, { what: 'ran', time: system.now().toISOString(), attempt, evidence })
  if (wanted === null) {
    ran(null)
    return EXIT.ok
  }
  const outcome = await perform(
    { on: flags.on, out: runFolder(folder, attempt), ...(flags.quiet ? { quiet: true } : {}), command: () => `capcheck lab run (${stored.lab.id}, predictions ${lock})` },
    await select(wanted),
    { ...system, version, bring: false, yes: false },
  )
  for (const remark of outcome.remarks) system.io.err(`note: ${remark}`)
  for (const { store, reason, hint } of outcome.result.notRun) system.io.err(`${store} was not run: ${reason}\n  ${hint}`)
  if (system.stop.aborted) return EXIT.interrupted
  if (outcome.result.notRun.length > 0) return EXIT.environment
  ran(outcome.evidence.manifestSha256)
  return outcome.result.exitCode
}

/** Prediction against observation, and what comes next. */
async function compare({ folder, stored, ran }: StudentFolder, predictions: { readonly [id: string]: string }, { io, cwd }: System): Promise<void> {
  if (ran === null) throw usageError(`nothing was run in ${folder} yet`)
  const run = runFolder(folder, ran.attempt)
  const result = ran.evidence === null ? null : readEvidenceResult(run)
  for (const line of rowLines(await rowsOf(stored, predictions, { result, files: folder }))) io.out(line)
  if (result !== null) io.err(`Look at what happened: ${shown(join(run, 'report.html'), cwd)}`)
  io.err(`Now explain, in ${shown(join(folder, SHEET_FILE), cwd)}: ${stored.lab.questions.map(({ id }) => id).join(', ')}. Then: capcheck lab submit`)
}
