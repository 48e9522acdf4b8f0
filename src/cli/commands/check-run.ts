import { EXIT } from '../../core/errors.ts'
import { parseExpectations } from '../../pipeline/expectations.ts'
import { finishRun, RESULT_FILE } from '../../pipeline/finish-run.ts'
import { compareWithStored } from '../../pipeline/stored-difference.ts'
import { expectableRun, judgeExpectations } from '../../report/expectations.ts'
import type { Io } from '../io.ts'
import { printResult } from '../print-result.ts'
import { sayExpectations } from '../say-expectations.ts'

export interface CheckRunFlags {
  readonly json?: true
  readonly matrix?: true
  readonly verbose?: true
  readonly expect?: readonly string[]
}

/** Everything after the run once more, compared with the stored result. */
export async function checkRun(folder: string, flags: CheckRunFlags, io: Io): Promise<number> {
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
