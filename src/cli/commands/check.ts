import { statSync } from 'node:fs'
import { usageError } from '../../core/errors.ts'
import type { Io } from '../io.ts'
import type { CheckFileFlags } from './check-file.ts'
import type { CheckRunFlags } from './check-run.ts'

export type CheckFlags = CheckFileFlags & CheckRunFlags

/** `capcheck check <path>`: a run folder, or a history file that anybody recorded. Writes nothing. */
export async function check(path: string, flags: CheckFlags, io: Io, stop: AbortSignal): Promise<number> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no file or folder ${path}`)
  if (!found.isDirectory() && flags.expect !== undefined) throw usageError(`--expect is for run folders; ${path} is a file`, 'A history file is valid or not; verdicts belong to a run folder.')
  if (!found.isDirectory()) return (await import('./check-file.ts')).checkHistoryFile(path, flags, io, stop)
  const useless = (['model', 'format', 'initial', 'budget', 'isolation', 'independent'] as const).find((name) => flags[name] !== undefined)
  if (useless) throw usageError(`--${useless} is for history files; ${path} is a folder`, `A history of a run is checked by its own name: ${path}/<trial>/<workload>.jsonl.`)
  return (await import('./check-run.ts')).checkRun(path, flags, io)
}
