import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { readEdnHistory, type EdnForm } from './edn.ts'
import { asMap, isProcess, timeOf, typeOf } from './edn-event.ts'
import { pairForeign, type ForeignEvent, type ReadHistory } from './foreign.ts'

/**
 * A history of list-append transactions as Elle reads and Jepsen writes them: maps one after the other, or one vector or
 * list of them, whose `:value` is a list of `[:append key element]` and `[:r key list-or-nil]`. They become operations
 * `txn` with the same micro-operations, without the colons.
 *
 * Order is the order of lines, as everywhere in foreign histories. Examples by hand leave much out, so `:f` may be
 * absent; without `:process` a completion belongs to the open invocation of the same shape, and one without any
 * invocation stands alone, called before everything else, since nobody knows when.
 */
export function readElleEdn(text: string, name: string): ReadHistory {
  const skipped = new Set<string>()
  const drafts: Draft[] = []
  for (const form of readEdnHistory(text, name)) {
    const one = draft(form, name, skipped)
    if (one !== null) drafts.push(one)
  }
  return {
    format: 'elle-edn',
    ...pairForeign(withProcesses(drafts, name), name),
    register: { failedCas: 'nothing' },
    remarks: skipped.size > 0 ? [`${name}: skipped what ${[...skipped].join(', ')} did`] : [],
  }
}

type Draft = Omit<ForeignEvent, 'process'> & { readonly process: number | null }

function draft({ value, line }: EdnForm, name: string, skipped: Set<string>): Draft | null {
  const map = asMap(value)
  if (map === null) throw bad(name, line, 'a history holds maps, this is none')
  const process = map[':process'] ?? null
  if (typeof process === 'string') {
    skipped.add(process)
    return null
  }
  const type = typeOf(map)
  if ((process !== null && !isProcess(process)) || type === null) {
    throw bad(name, line, 'an event needs :type (:invoke, :ok, :fail or :info), and a whole number where it has a :process')
  }
  return { process, type, f: 'txn', value: transaction(map[':value'] ?? null, name, line), line, ...timeOf(map) }
}

function transaction(value: Json, name: string, line: number): Json {
  if (!Array.isArray(value)) throw bad(name, line, 'the :value of a transaction is a list of micro-operations')
  return (value as readonly Json[]).map((step): Json => {
    const [f, key, element] = Array.isArray(step) ? (step as readonly Json[]) : []
    if ((f !== ':append' && f !== ':r') || key === undefined) {
      throw bad(name, line, `${JSON.stringify(step).slice(0, 60)} is neither [:append key element] nor [:r key list]`)
    }
    return [f.slice(1), key, element ?? null]
  })
}

/** Gives every event its process, and every completion without an invocation one before everything else. */
function withProcesses(drafts: readonly Draft[], name: string): ForeignEvent[] {
  let next = drafts.reduce((most, { process }) => Math.max(most, process ?? -1), -1) + 1
  /** Open transactions without a process, by what they ask. */
  const open = new Map<string, number[]>()
  const before: ForeignEvent[] = []
  const invoked = new Set<number>()
  const events = drafts.map((event): ForeignEvent => {
    const { process, type } = event
    if (process !== null) {
      if (type === 'invoke') invoked.add(process)
      else if (!invoked.has(process)) before.push({ ...event, process: next, type: 'invoke', value: asked(event.value) })
      const alone = type !== 'invoke' && !invoked.has(process)
      if (type !== 'invoke') invoked.delete(process)
      return { ...event, process: alone ? next++ : process }
    }
    const shape = JSON.stringify(asked(event.value))
    const fitting = open.get(shape) ?? []
    if (type === 'invoke') {
      open.set(shape, [...fitting.slice(0, 1), next])
      return { ...event, process: next++ }
    }
    if (fitting.length > 1) throw bad(name, event.line, 'without :process, this may complete more than one open transaction')
    if (fitting[0] === undefined) {
      before.push({ ...event, process: next, type: 'invoke', value: asked(event.value) })
      return { ...event, process: next++ }
    }
    open.delete(shape)
    return { ...event, process: fitting[0] }
  })
  return [...before, ...events]
}

/** A transaction as it was invoked: reads have no answer yet. */
function asked(value: Json): Json {
  return (value as readonly (readonly Json[])[]).map(([f, key, element]): Json => [f!, key!, f === 'r' ? null : element!])
}

function bad(name: string, line: number, what: string): Error {
  return usageError(`${name}:${line}:1: ${what}`, 'The file must be a history of list-append transactions in EDN.')
}
