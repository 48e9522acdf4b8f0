import type { HistoryViolation, Progress } from '../../checker/named/answer.ts'
import { describe } from '../../checker/describe.ts'
import { TRANSACTION_MODELS, type TransactionModel } from '../../checker/transactions/models.ts'
import { EXIT, usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { FORMATS, type Format } from '../../history/formats/foreign.ts'
import { checkFile } from '../../pipeline/check-file.ts'
import type { CheckedHistory } from '../../pipeline/check-history.ts'
import type { Io } from '../io.ts'

/** Options of `capcheck check` that are about a history file. */
export interface CheckFileFlags {
  readonly model?: string
  readonly format?: string
  readonly initial?: string
  /** Seconds. */
  readonly budget?: number
  readonly isolation?: string
  readonly independent?: true
  readonly json?: true
}

/** Contradictions that are printed, and operations of each that are printed one by one. */
const SHOWN_VIOLATIONS = 3
const SHOWN = 12

/**
 * `capcheck check <history file>`: is it what the model allows?
 *
 * @returns 0 valid, 1 violated, 2 unknown
 */
export async function checkHistoryFile(path: string, flags: CheckFileFlags, io: Io, stop: AbortSignal): Promise<number> {
  const format = formatNamed(flags.format)
  const isolation = isolationNamed(flags.isolation)
  const read = { ...(format === undefined ? {} : { format }), ...(flags.independent ? { independent: true } : {}) }
  const check = {
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.initial === undefined ? {} : { initial: jsonOf(flags.initial) }),
    ...(flags.budget === undefined ? {} : { budgetMs: flags.budget * 1000 }),
    ...(isolation === undefined ? {} : { isolation }),
  }
  const answer = await checkFile({ path, read, check }, stop)
  if (answer === null) return EXIT.interrupted
  for (const note of answer.notes) io.err(`note: ${note}`)
  if (flags.json) io.out(JSON.stringify(answer, null, 1))
  else for (const line of lines(answer)) io.out(line)
  return answer.valid === true ? EXIT.ok : answer.valid === false ? EXIT.broken : EXIT.inconclusive
}

/** The format of that name. */
export function formatNamed(name: string | undefined): Format | undefined {
  const format = FORMATS.find((one) => one === name)
  if (name !== undefined && format === undefined) throw usageError(`no format "${name}"; allowed: ${FORMATS.join(', ')}`)
  return format
}

function isolationNamed(name: string | undefined): TransactionModel | undefined {
  const model = TRANSACTION_MODELS.find((one) => one === name?.replaceAll('-', ' '))
  if (name !== undefined && model === undefined) {
    throw usageError(`no isolation "${name}"; allowed: ${TRANSACTION_MODELS.map((one) => one.replaceAll(' ', '-')).join(', ')}`)
  }
  return model
}

/** The JSON value of --initial. */
export function jsonOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    throw usageError(`--initial ${text.slice(0, 60)} is no JSON value`, `Examples: --initial 0, --initial null, --initial '"a string"', --initial '{"k1": 0}'.`)
  }
}

function lines({ file, format, model, operations, valid, summary, violations, progress }: CheckedHistory): string[] {
  const word = valid === true ? 'valid' : valid === false ? 'NOT valid' : 'unknown'
  return [
    `${word}: ${file} (${format}, ${operations} operations) as ${model}`,
    summary,
    ...violations.slice(0, SHOWN_VIOLATIONS).flatMap(violationLines),
    ...(violations.length > SHOWN_VIOLATIONS ? ['', `${violations.length - SHOWN_VIOLATIONS} more contradictions are printed with --json.`] : []),
    ...(violations.length > 0 && progress.length > 0 ? [''] : []),
    ...progress.slice(0, SHOWN_VIOLATIONS).map(progressLine),
  ]
}

/** Operations that the explanation quotes are not printed again. */
function violationLines({ key, size, explanation, operations, confirmed }: HistoryViolation): string[] {
  const told = operations.map(describe).filter((text) => !explanation.some((line) => line.includes(text)))
  return [
    '',
    `Contradiction${key === null ? '' : ` about ${key}`} in ${size} ${size === 1 ? 'operation' : 'operations'}, ${confirmed ? '' : 'not '}confirmed by a second routine:`,
    ...explanation.map((line) => `  ${line}`),
    ...(told.length > 0 ? ['  Witness:'] : []),
    ...told.slice(0, SHOWN).map((text) => `    ${text}`),
    ...(told.length > SHOWN ? [`    … and ${told.length - SHOWN + size - operations.length} more`] : []),
  ]
}

function progressLine({ key, operations, ordered, stoppedAt, why }: Progress): string {
  const place = key === '' ? '' : ` of ${key}`
  const end = stoppedAt === null ? '' : `; it stops before: ${describe(stoppedAt)}`
  return `Longest order found${place}: ${ordered} of ${operations} operations${end}.${why === null ? '' : ` No answer: ${why}.`}`
}
