import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { readEdnHistory } from './edn.ts'
import { asMap, functionOf, isProcess, typeOf } from './edn-event.ts'
import { pairForeign, type ForeignEvent, type ReadHistory } from './foreign.ts'

/** A history of `get`, `put` and `append` on strings by key, one map a line, as Porcupine's tests keep them. */
export function readPorcupineKv(text: string, name: string): ReadHistory {
  const events: ForeignEvent[] = []
  for (const { value, line } of readEdnHistory(text, name)) events.push(eventOf(value, name, line))
  return { format: 'porcupine-kv', ...pairForeign(events, name), register: { failedCas: 'nothing' }, remarks: [] }
}

function eventOf(value: Json, name: string, line: number): ForeignEvent {
  const map = asMap(value)
  const process = map?.[':process']
  const type = typeOf(map)
  const f = functionOf(map)
  const key = map?.[':key']
  if (!isProcess(process) || type === null || (f !== 'get' && f !== 'put' && f !== 'append') || typeof key !== 'string') {
    throw usageError(`${name}:${line}:1: an event needs :process, :type, :f (:get, :put or :append) and :key`)
  }
  return { process, type, f, key, value: map![':value'] ?? null, line }
}
