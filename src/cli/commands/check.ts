import { statSync } from 'node:fs'
import { EXIT, usageError } from '../../core/errors.ts'
import { parseExpectations } from '../../pipeline/expectations.ts'
import { finishRun, RESULT_FILE } from '../../pipeline/finish-run.ts'
import { compareWithStored } from '../../pipeline/stored-difference.ts'
import { expectableRun, judgeExpectations } from '../../report/expectations.ts'
import type { Io } from '../io.ts'
import { printResult } from '../print-result.ts'
import { sayExpectations } from '../say-expectations.ts'
import { checkHistoryFile, type CheckFileFlags } from './check-file.ts'

export interface CheckFlags extends CheckFileFlags {
  readonly matrix?: true
  readonly verbose?: true
  readonly expect?: readonly string[]
}

/** `capcheck check <path>`: a run folder, or a history file that anybody recorded. Writes nothing. */
export function check(path: string, flags: CheckFlags, io: Io, stop: AbortSignal): Promise<number> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no file or folder ${path}`)
  if (!found.isDirectory() && flags.expect !== undefined) throw usageError(`--expect is for run folders; ${path} is a file`, 'A history file is valid or not; verdicts belong to a run folder.')
  if (!found.isDirectory()) return checkHistoryFile(path, flags, io, stop)
  const useless = (['model', 'format', 'initial', 'budget', 'isolation', 'independent'] as const).find((name) => flags[name] !== undefined)
  if (useless) throw usageError(`--${useless} is for history files; ${path} is a folder`, `A history of a run is checked by its own name: ${path}/<trial>/<workload>.jsonl.`)
  return checkRun(path, flags, io)
}

/** Everything after the run once more, compared with the stored result. */
async function checkRun(folder: string, flags: CheckFlags, io: Io): Promise<number> {
  const finished = await finishRun(folder)
  const expectations = parseExpectations(flags.expect ?? [], finished.result.runs.map(expectableRun))
  for (const remark of finished.remarks) io.err(`note: ${remark}`)
  printResult(finished.result, flags, io)
  const asExpected = sayExpectations(judgeExpectations(finished.result, expectations), io)
  const exitCode = asExpected ? finished.result.exitCode : EXIT.broken
  const stored = compareWithStored(folder, finished.result)
  if (stored === 'absent') {
    io.err(`There is no ${RESULT_FILE} to compare with; capcheck report ${folder} writes it.`)
    return exitCode
  }
  if (stored === 'same') {
    io.err('Same result as stored, byte for byte.')
    return exitCode
  }
  io.err(`The stored ${RESULT_FILE} is not what the histories say. First difference:\n  stored: ${stored.before}\n  now:    ${stored.after}`)
  return EXIT.broken
}
