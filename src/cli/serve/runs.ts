import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { messageOf, usageError } from '../../core/errors.ts'
import { RUN_FILE } from '../../pipeline/run-folder.ts'
import { RESULT_FILE } from '../../pipeline/finish-run.ts'
import { storedSchema, type StoredResult } from '../../report/comparison/stored.ts'

/** Files of a run that the index links to, where they are there. */
const SHOWN = ['report.html', 'report.md', RESULT_FILE, 'evidence.tar.gz'] as const

/** A run folder below the one that is served. */
export interface ServedRun {
  readonly name: string
  readonly folder: string
  /** What its result.json says; null, with the reason, when there is none that can be read. */
  readonly result: StoredResult | null
  readonly problem: string | null
  readonly files: readonly string[]
}

/**
 * Run folders of a folder, newest first; the folder itself when it is one. Links are passed over: `latest` is a run that is
 * in the list already, and what lies elsewhere is not served.
 *
 * @throws CapcheckError (exit 64) when there is no such folder
 */
export function servedRuns(root: string): ServedRun[] {
  const found = statSync(root, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no folder ${root}`, 'capcheck run writes its runs below reports/runs; another folder is named as capcheck serve <folder>.')
  if (!found.isDirectory()) throw usageError(`${root} is no folder`, 'Name a folder of runs, or one run.')
  const real = realpathSync(root)
  if (isRun(real)) return [servedRun(basename(real), real)]
  return readdirSync(real, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isRun(join(real, entry.name)))
    .map(({ name }) => servedRun(name, join(real, name)))
    .toSorted((a, b) => (b.result?.created ?? b.name).localeCompare(a.result?.created ?? a.name))
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILE)) || existsSync(join(folder, RESULT_FILE))
}

function servedRun(name: string, folder: string): ServedRun {
  const files = SHOWN.filter((file) => existsSync(join(folder, file)))
  try {
    const parsed = storedSchema.safeParse(JSON.parse(readFileSync(join(folder, RESULT_FILE), 'utf8')))
    if (parsed.success) return { name, folder, files, result: parsed.data, problem: null }
    return { name, folder, files, result: null, problem: `its ${RESULT_FILE} is none of schema version 1` }
  } catch (error) {
    const problem = files.includes(RESULT_FILE) ? `its ${RESULT_FILE} cannot be read: ${messageOf(error)}` : `no ${RESULT_FILE}: it still goes on, or was killed; then capcheck report writes it`
    return { name, folder, files, result: null, problem }
  }
}
