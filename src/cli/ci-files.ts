import { accessSync, appendFileSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, usageError } from '../core/errors.ts'
import { makeFolders } from '../core/make-folders.ts'
import { writeWhole } from '../core/write-whole.ts'
import { renderJunit, type TestSuite } from '../report/junit.ts'
import type { System } from './system.ts'

/** Options of commands that tell a CI job what they found. */
export interface CiFlags {
  /** JUnit XML is written here. */
  readonly junit?: string
  /** Markdown is appended here; to $GITHUB_STEP_SUMMARY when absent. */
  readonly summary?: string
}

/** Files for a CI job, looked at before the work and written after it. */
export interface CiFiles {
  /** The functions are called only when somebody wants what they make. */
  write(suites: () => TestSuite[], summary: () => string): void
}

/**
 * Makes sure that the files can be written, so that a run of minutes does not fail at its end.
 *
 * @throws CapcheckError (exit 64) naming the file; a $GITHUB_STEP_SUMMARY that cannot be written is only a note
 */
export function ciFiles(flags: CiFlags, { io, cwd }: Pick<System, 'io' | 'cwd'>): CiFiles {
  const junit = flags.junit === undefined ? null : resolve(cwd, flags.junit)
  const summary = flags.summary === undefined ? null : resolve(cwd, flags.summary)
  const step = io.env.GITHUB_STEP_SUMMARY
  if (junit !== null) refuseUnwritable('--junit', junit)
  if (summary !== null) refuseUnwritable('--summary', summary)
  return {
    write(suites, text) {
      if (junit !== null) attempt('--junit', junit, () => writeWhole(junit, renderJunit('capcheck', suites())))
      if (summary !== null) return attempt('--summary', summary, () => appendFileSync(summary, `${text()}\n`))
      if (step === undefined || step === '') return
      try {
        appendFileSync(step, `${text()}\n`)
      } catch (error) {
        io.err(`note: the summary of this step cannot be written: ${messageOf(error)}`)
      }
    },
  }
}

function refuseUnwritable(flag: string, file: string): void {
  attempt(flag, file, () => {
    makeFolders(dirname(file))
    if (!statSync(dirname(file)).isDirectory()) throw new Error(`${dirname(file)} is no folder`)
    accessSync(dirname(file), constants.W_OK)
    const found = statSync(file, { throwIfNoEntry: false })
    if (found?.isDirectory()) throw new Error('it is a folder')
    if (found !== undefined) accessSync(file, constants.W_OK)
  })
}

function attempt(flag: string, file: string, write: () => void): void {
  try {
    write()
  } catch (error) {
    throw usageError(`${flag} ${file} cannot be written: ${messageOf(error)}`, 'Name a file in a folder that you may write to.')
  }
}
