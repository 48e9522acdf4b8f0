import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { messageOf, usageError } from '../core/errors.ts'
import { makeFolders } from '../core/make-folders.ts'
import { writeWhole } from '../core/write-whole.ts'
import { resultSchema, type EngineUsed, type NotRun, type TimeBudget } from '../report/result.ts'
import { parseFile, plainName } from './trial-file.ts'

export const RUN_FILE = 'run.json'

/** What is known of a run beside its trials; written first, and again at the end. */
export interface RunRecord {
  readonly schemaVersion: 1
  readonly version: string
  /** Wall clock, ISO 8601. */
  readonly created: string
  readonly command: string
  readonly provider: string
  readonly engines: readonly EngineUsed[]
  readonly notRun: readonly NotRun[]
  /** Trial folders, in the order in which they were planned. */
  readonly trials: readonly string[]
  readonly timeBudget: readonly TimeBudget[]
  /** `running` in a finished folder means that the process was killed. */
  readonly state: 'running' | 'finished' | 'interrupted'
}

const { version } = resultSchema.shape.tool.shape
const { created, command, provider, engines, notRun, timeBudget } = resultSchema.shape
const runSchema = z.object({
  ...{ schemaVersion: z.literal(1), version, created, command, provider, engines, notRun, timeBudget },
  trials: z.array(plainName),
  state: z.enum(['running', 'finished', 'interrupted']),
})

/**
 * Makes the folder of a run.
 *
 * @param out folder that the user named; null for `reports/runs/<time>` below `cwd`
 * @throws CapcheckError (exit 64) when it exists with something in it, or cannot be written
 */
export function makeRunFolder(out: string | null, cwd: string, now: Date): string {
  const stamp = now.toISOString().replace(/\..*/, '').replaceAll(':', '-')
  for (let attempt = 1; ; attempt++) {
    const folder = out === null ? join(cwd, 'reports', 'runs', attempt === 1 ? stamp : `${stamp}-${attempt}`) : resolve(cwd, out)
    try {
      makeFolders(dirname(folder))
      mkdirSync(folder)
      return folder
    } catch (error) {
      const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
      // Two runs that start in the same second get folders of their own.
      if (exists && out === null && attempt < 100) continue
      if (exists && isEmpty(folder)) return claim(folder)
      if (exists) throw usageError(`the output folder ${folder} exists and is not empty`, 'Name a new folder with --out: a run never writes into another one.')
      throw usageError(`the output folder ${folder} cannot be made: ${messageOf(error)}`, 'Name a folder with --out that you may write.')
    }
  }
}

/** An empty folder is taken by whoever makes the run file first. */
function claim(folder: string): string {
  try {
    writeFileSync(join(folder, RUN_FILE), '', { flag: 'wx' })
    return folder
  } catch (error) {
    throw usageError(`the output folder ${folder} cannot be used: ${messageOf(error)}`, 'Is another run writing there? Name a new folder with --out.')
  }
}

function isEmpty(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch {
    return false
  }
}

export function writeRunRecord(folder: string, record: RunRecord): void {
  writeWhole(join(folder, RUN_FILE), `${JSON.stringify(record, null, 1)}\n`)
}

/** @throws CapcheckError (exit 64) when the folder holds no run, or its record is not as it must be */
export function readRunRecord(folder: string): RunRecord {
  const path = join(folder, RUN_FILE)
  if (!existsSync(path)) throw usageError(`${resolve(folder)} is not a run folder: it has no ${RUN_FILE}`, 'Run folders are written by capcheck run, by default below reports/runs.')
  return parseFile(path, runSchema)
}

/** Points `latest`, beside the run folder, at it. Only a convenience, so failing is not an error. */
export function linkLatest(folder: string): void {
  const link = join(dirname(folder), 'latest')
  try {
    rmSync(link, { force: true })
    symlinkSync(basename(folder), link)
  } catch {
    // A file system without links, or another run at the same moment.
  }
}
