import { ofSearch } from '../checker/named/searched.ts'
import type { HistoryAnswer, NamedModel, Search, Setting } from '../checker/named/answer.ts'
import { OperationFault } from '../checker/named/shape.ts'
import { namedModel, naturalModel } from '../checker/named/table.ts'
import type { TransactionModel } from '../checker/transactions/models.ts'
import { checkLinearizable } from '../checker/linearizability/linearizable.ts'
import { checkLinearizableOnWorkers } from '../checker/linearizability/on-workers.ts'
import type { LinearizabilityResult } from '../checker/linearizability/result.ts'
import { usageError } from '../core/errors.ts'
import { NO_PLACE } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import type { Format, ReadHistory } from '../history/formats/foreign.ts'
import { readAnyHistory, type ReadOptions } from '../history/formats/read.ts'
import { neighbourLane, type NeighbourLane } from './neighbour-trial.ts'
import { userModel } from './user-model.ts'

/** Milliseconds that a check may take when nobody says. */
export const DEFAULT_BUDGET_MS = 60_000

/** A history file, read. */
export interface HistoryFile extends ReadHistory {
  readonly path: string
  /** The lane it is of, where a trial lies beside it. */
  readonly lane: NeighbourLane | null
}

export interface CheckOptions {
  /** A name, or the path of a module. Default: the model that the operations must be meant for. */
  readonly model?: string
  /** State before the first operation. */
  readonly initial?: Json
  /** Milliseconds for the check itself, reading not counted. Default 60 000. */
  readonly budgetMs?: number
  /** What list-append transactions must fit. Default: strict serializable. */
  readonly isolation?: TransactionModel
}

/** The answer on one history file, plain data. */
export interface CheckedHistory extends HistoryAnswer {
  readonly file: string
  readonly format: Format
  readonly model: string
  readonly operations: number
  /** What was put up with or assumed. */
  readonly notes: readonly string[]
}

/** Workloads of ours and the models that their histories are checked against. */
const LANE_MODELS: { readonly [workload: string]: string } = { register: 'register', 'bank-transfer': 'bank', 'likes-counter': 'counter' }

/** Formats that are of one model only. */
const FORMAT_MODELS: { readonly [format in Format]?: string } = { 'porcupine-etcd': 'cas-register', 'porcupine-kv': 'append-kv', 'elle-edn': 'list-append' }

/** @throws CapcheckError (exit 64) naming file, line and column of what cannot be read */
export async function readHistoryFile(path: string, options: ReadOptions = {}): Promise<HistoryFile> {
  const history = await readAnyHistory(path, options)
  if (history.operations.length === 0) throw usageError(`${path}:1:1: no operation of a client is in it, so there is nothing to check`)
  return { ...history, path, lane: history.format === 'jsonl' ? neighbourLane(path) : null }
}

/**
 * Checks a history against a model. Never changes it.
 *
 * @throws CapcheckError (exit 64) when no model fits, or when an operation is nothing that the model knows
 */
export async function checkHistory(history: HistoryFile, options: CheckOptions = {}): Promise<CheckedHistory> {
  const model = await modelOf(history, options.model)
  const deadline = performance.now() + (options.budgetMs ?? DEFAULT_BUDGET_MS)
  const { notes, direct, search } = withLines(history, () => model.task(history.operations, settingOf(history, options)))
  const left = (): number => Math.max(0, deadline - performance.now())
  let answer = direct?.(left()) ?? null
  if (answer === null) answer = ofSearch(await searched(search!, left()), search!)
  return {
    file: history.path,
    format: history.format,
    model: model.name,
    operations: history.operations.length,
    ...answer,
    notes: [...history.remarks, ...notes],
  }
}

function searched({ operations, model, source }: Search, budgetMs: number): LinearizabilityResult | Promise<LinearizabilityResult> {
  return source === undefined ? checkLinearizable(operations, model, { budgetMs }) : checkLinearizableOnWorkers(operations, source, { budgetMs })
}

/** The model that was asked for, that of the lane, or the one that the operations must be meant for. */
export async function modelOf({ operations, lane, format }: HistoryFile, wanted: string | undefined): Promise<NamedModel> {
  const name = wanted ?? (lane === null ? undefined : LANE_MODELS[lane.workload]) ?? FORMAT_MODELS[format]
  if (name === undefined) return naturalModel(operations)
  const known = namedModel(name)
  if (known) return known
  if (/[./]/.test(name)) return userModel(name)
  throw usageError(`no model "${name}"`, 'capcheck list models says which ones there are; a model of your own is named by its path (./my-model.ts).')
}

/** What is known of a history beside its operations. */
export function settingOf({ register, lane, format, operations }: HistoryFile, { initial, isolation }: CheckOptions): Setting {
  return {
    ...(initial === undefined ? {} : { initial }),
    ...(register.initial === undefined ? {} : { customInitial: register.initial }),
    failedCas: register.failedCas,
    facts: lane?.facts ?? null,
    recorded: format === 'jsonl' && operations.some(({ side }) => side !== NO_PLACE),
    isolation: isolation ?? 'strict serializable',
  }
}

/** Adds the line of an operation to what is wrong with it. */
function withLines<T>({ path, lines }: HistoryFile, call: () => T): T {
  try {
    return call()
  } catch (error) {
    if (!(error instanceof OperationFault)) throw error
    throw usageError(`${path}:${lines[error.operation] ?? 1}:1: ${error.message}`, 'Does another --model fit? capcheck list models says what each one knows.')
  }
}
