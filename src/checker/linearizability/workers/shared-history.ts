import type { Operation } from '../../../core/event.ts'
import type { Model } from '../../models/model.ts'
import type { KeyCheck } from '../answers.ts'
import type { ObjectRows, RegisterColumns } from '../columns.ts'
import { objectCheck } from '../objects.ts'
import type { Prepared } from '../prepared.ts'
import { registerCheck } from '../registers.ts'
import type { LinearizabilityOptions } from '../result.ts'
import type { Budget } from '../turns.ts'
import { sharedBytes, sharedDoubles, sharedInts } from './shared-arrays.ts'

/** A history in memory that threads share. A register needs its columns alone, other models get their operations back. */
export type SharedHistory = { readonly registers: RegisterColumns } | { readonly objects: SharedOperations }

/** What a model looks at in operations, in columns; requests and answers as JSON, each different one once. */
interface SharedOperations extends ObjectRows {
  /** Which text each row has. */
  readonly kind: Int32Array
  readonly call: Float64Array
  readonly ret: Float64Array
  /** Text `k` lies from byte `offset[k]` to `offset[k + 1]`, the latter excluded. */
  readonly offset: Float64Array
  readonly text: Uint8Array
}

type Told = Pick<Operation, 'f' | 'value' | 'result' | 'type' | 'key' | 'process'>

/** Copies a history into shared memory. */
export function shareHistory({ registers, rows, operations, model }: Prepared): SharedHistory {
  if (registers) return { registers: shareColumns(registers) }
  const numbers = new Map<string, number>()
  const own = Array.from(rows.source, (place) => operations[place]!)
  const kind = sharedInts(own.length)
  own.forEach(({ f, value, result, type, key, process }, row) => {
    const text = JSON.stringify({ f, value, result, type, key, process: model.anonymous ? 0 : process } satisfies Told)
    const known = numbers.get(text) ?? numbers.size
    if (known === numbers.size) numbers.set(text, known)
    kind[row] = known
  })
  const call = sharedDoubles(own.map((operation) => operation.call))
  const ret = sharedDoubles(own.map((operation) => operation.ret))
  return { objects: { ...shareRows(rows), kind, call, ret, ...shareTexts([...numbers.keys()]) } }
}

/** The check of single keys in the thread that a history was handed to. */
export function sharedCheck(history: SharedHistory, model: Model | null, budget: Budget, algorithm: LinearizabilityOptions['algorithm']): KeyCheck {
  if ('registers' in history) return registerCheck(history.registers, budget, algorithm)
  const { objects } = history
  return objectCheck(objects, (key) => operationsOf(objects, key), model!, budget)
}

function shareColumns(columns: RegisterColumns): RegisterColumns {
  return {
    ...columns,
    ...shareRows(columns),
    keys: [], // nobody calls them by name over there
    kind: sharedBytes(columns.kind),
    need: sharedInts(columns.need),
    next: sharedInts(columns.next),
    call: sharedDoubles(columns.call),
    ret: sharedDoubles(columns.ret),
    initial: sharedInts(columns.initial),
  }
}

function shareRows({ keys, start, source }: ObjectRows): ObjectRows {
  return { keys, start: sharedInts(start), source: sharedInts(source) }
}

function shareTexts(texts: readonly string[]): { readonly offset: Float64Array; readonly text: Uint8Array } {
  const offset = sharedDoubles(texts.length + 1)
  texts.forEach((one, i) => (offset[i + 1] = offset[i]! + Buffer.byteLength(one)))
  const text = sharedBytes(offset[texts.length]!)
  texts.forEach((one, i) => text.set(Buffer.from(one), offset[i]))
  return { offset, text }
}

function operationsOf(objects: SharedOperations, key: number): Operation[] {
  const { start, source, kind, call, ret, offset, text } = objects
  return Array.from({ length: start[key + 1]! - start[key]! }, (_, i) => {
    const row = start[key]! + i
    const json = Buffer.from(text.subarray(offset[kind[row]!], offset[kind[row]! + 1])).toString()
    const told = JSON.parse(json) as Told
    return { ...NOT_ASKED, ...told, index: source[row]!, call: call[row]!, ret: ret[row]!, end: ret[row]! }
  })
}

/** What no model may depend on. */
const NOT_ASKED = { home: 'n1', node: 'n1', side: 'majority', phase: 'steady' } as const
