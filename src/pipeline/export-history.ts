import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstValues } from '../checker/named/registers.ts'
import { CapcheckError, messageOf, usageError } from '../core/errors.ts'
import { NO_TIME, type Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import type { TrialRecord } from '../core/trial.ts'
import { ednLines } from '../history/formats/write-edn.ts'
import { TRIAL_FILE } from '../run/trial-record.ts'
import { modelOf, settingOf, type CheckOptions, type HistoryFile } from './check-history.ts'
import { readRunRecord } from './run-folder.ts'

/** One history of a run. */
export interface RunHistory {
  /** `<trial>/<workload>` */
  readonly name: string
  readonly path: string
}

/** The histories of all lanes of a run. */
export function runHistories(folder: string): RunHistory[] {
  return readRunRecord(folder).trials.flatMap((trial) => {
    const file = join(folder, trial, TRIAL_FILE)
    if (!existsSync(file)) return []
    return lanesOf(file).map(({ workload, history }) => ({ name: `${trial}/${workload}`, path: join(folder, trial, history) }))
  })
}

function lanesOf(file: string): TrialRecord['lanes'] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as TrialRecord).lanes
  } catch (error) {
    throw usageError(`${file} cannot be read: ${messageOf(error)}`)
  }
}

/**
 * The lines of a history as EDN. What it began with comes first, as acknowledged operations of the phase `setup`, so that the
 * file says all by itself: a write of every register that was not written then, or a read of all accounts.
 */
export async function exportedLines(history: HistoryFile, options: CheckOptions = {}): Promise<Iterable<string>> {
  const model = await modelName(history, options)
  const setting = settingOf(history, options)
  const opening = model === 'bank' ? openingRead(setting.initial ?? balancesOf(setting.facts)) : isRegister(model) ? openingWrites(history, options) : []
  const process = history.operations.reduce((most, op) => Math.max(most, op.process), -1) + 1
  const start = history.operations.reduce((least, op) => Math.min(least, op.call), Infinity)
  // One after the other, all of them before everything that was recorded.
  const first = opening.map((op, i): Operation => {
    const index = i - opening.length
    const call = start + 2 * index
    return { ...BEFORE_ALL, ...op, process, index, call, ret: call + 1, end: call + 1 }
  })
  return ednLines([...first, ...history.operations], { model, failedCas: history.register.failedCas })
}

/** Null when no model is obvious: the operations are then written as they are. */
async function modelName(history: HistoryFile, options: CheckOptions): Promise<string | null> {
  try {
    return (await modelOf(history, options.model)).name
  } catch (error) {
    if (error instanceof CapcheckError && options.model === undefined) return null
    throw error
  }
}

function isRegister(model: string | null): boolean {
  return model === 'register' || model === 'cas-register'
}

type Opening = Pick<Operation, 'f' | 'value' | 'result'> & { readonly key?: string }

const BEFORE_ALL = { type: 'ok', home: 'n1', node: 'n1', side: NO_TIME, phase: 'setup' } as const

function openingWrites(history: HistoryFile, options: CheckOptions): Opening[] {
  const { operations } = history
  const { options: first } = firstValues(operations, settingOf(history, options))
  const written = new Set(operations.filter(({ phase, f, type }) => phase === 'setup' && f === 'write' && type === 'ok').map(({ key }) => key))
  const keys = [...new Set(operations.map(({ key }) => key))].filter((key) => !written.has(key))
  return keys.map((key) => {
    const byKey = Object.hasOwn(first.initialByKey, key ?? '') ? first.initialByKey[key ?? '']! : first.initial
    return { f: 'write', ...(key === undefined ? {} : { key }), value: byKey, result: byKey }
  })
}

function openingRead(balances: Json | null): Opening[] {
  return balances === null ? [] : [{ f: 'read', value: null, result: balances }]
}

/** Every account with its first balance, as the lane states them. */
function balancesOf(facts: { readonly [name: string]: Json } | null): Json | null {
  const accounts = facts?.['accounts']
  const initial = facts?.['initial']
  if (!Array.isArray(accounts) || typeof initial !== 'number') return null
  return Object.fromEntries(accounts.map((account: Json) => [String(account), initial]))
}
