import { statSync } from 'node:fs'
import { z } from 'zod'
import { TRANSACTION_MODELS, type TransactionModel } from '../checker/transactions/models.ts'
import { usageError } from '../core/errors.ts'
import type { Json } from '../core/json.ts'
import { FORMATS, type Format } from '../history/formats/foreign.ts'
import { checkFile } from '../pipeline/check-file.ts'
import type { CheckedHistory } from '../pipeline/check-history.ts'
import { parseExpectations } from '../pipeline/expectations.ts'
import { finishRun } from '../pipeline/finish-run.ts'
import { compareWithStored, type StoredDifference } from '../pipeline/stored-difference.ts'
import { expectableRun, judgeExpectations } from '../report/expectations.ts'
import type { Result } from '../report/result.ts'
import { positive, readOptions, signal, text, texts } from './options.ts'
import { keepTrials } from './recorded.ts'

/** How to check. All but `expect` is for history files, `expect` for run folders. */
export interface CheckOptions {
  /** What must have come out: `postgres/PG-5=CP`. See {@link CheckedRun.unmet}. */
  readonly expect?: readonly string[]
  /** A name (`register`, `bank`, `set` …), or the path of a module whose default export is a model. Default: found out. */
  readonly model?: string
  /** Default: found out. */
  readonly format?: Format
  /** State before the first operation; for registers also an object of values by key. */
  readonly initial?: Json
  /** Milliseconds for the check itself, reading not counted. Default 60 000. */
  readonly budgetMs?: number
  /** What list-append transactions must fit. Default: strict serializable. */
  readonly isolation?: TransactionModel
  /** Every value of a Jepsen history is `[key value]`. Default: found out. */
  readonly independent?: boolean
  /** Ends the check of a history file; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal
}

/** A stored run, judged anew from its histories. */
export interface CheckedRun {
  readonly kind: 'run'
  readonly result: Result
  /** Is the stored result.json the same byte for byte? `absent`: there is none; else its first line that differs. */
  readonly stored: 'absent' | 'same' | StoredDifference
  /** One sentence for each run that has not the label that was expected of it. */
  readonly unmet: readonly string[]
  /** What was put up with while the histories were read. */
  readonly remarks: readonly string[]
}

/** A history file, checked against a model. */
export interface CheckedHistoryFile extends CheckedHistory {
  readonly kind: 'history'
}

const historyOptions = z.strictObject({
  ...{ model: text, format: z.enum(FORMATS), initial: z.json(), budgetMs: positive, isolation: z.enum(TRANSACTION_MODELS), independent: z.boolean(), signal },
} satisfies { [name in Exclude<keyof CheckOptions, 'expect'>]: z.ZodType })
const runOptions = z.strictObject({ expect: texts })

/**
 * Checks a run folder, or a history file that anybody recorded (docs/checking-histories.md). Needs no cluster and writes
 * nothing. History files are checked in a process of their own, run folders in this one.
 *
 * @throws CapcheckError (`exitCode` 64) for options that do not fit the path, and naming file, line and column of what
 *   cannot be read. What is found does not throw: ask `stored`, `unmet` and `result`, or `valid`.
 */
export async function check(path: string, options: CheckOptions = {}): Promise<CheckedRun | CheckedHistoryFile> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw usageError(`there is no file or folder ${path}`)
  if (found.isDirectory()) return checkRun(path, readOptions(`check of the run folder ${path}`, runOptions.partial(), options))
  const { signal: stop, format, independent, ...check } = readOptions(`check of the file ${path}`, historyOptions.partial(), options)
  // A process that is ended before it was told its job would be an error of another kind.
  stop?.throwIfAborted()
  const read = { ...(format === undefined ? {} : { format }), ...(independent ? { independent } : {}) }
  const answer = await checkFile({ path, read, check }, stop)
  if (answer !== null) return { kind: 'history', ...answer }
  throw stop!.reason
}

async function checkRun(folder: string, { expect = [] }: CheckOptions): Promise<CheckedRun> {
  const { result, trials, remarks } = await finishRun(folder)
  keepTrials(result, trials)
  const expectations = parseExpectations(expect, result.runs.map(expectableRun))
  const unmet = judgeExpectations(result, expectations).flatMap((judged) => judged.unmet.map(({ message }) => message))
  return { kind: 'run', result, stored: compareWithStored(folder, result), unmet, remarks }
}
