import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'
import { readEdn } from './edn.ts'
import { pairForeign } from './foreign.ts'
import type { ForeignEvent, ReadHistory } from './foreign.ts'

/** A history of `get`, `put` and `append` on strings by key, one map a line, as Porcupine's tests keep them. */
export function readPorcupineKv(text: string, name: string): ReadHistory {
  const events = [...readEdn(text, name)].map(({ value, line }): ForeignEvent => {
    const map = (typeof value === 'object' ? value : null) as { readonly [key: string]: Json } | null
    const process = map?.[':process']
    const type = /^:(invoke|ok|fail|info)$/.exec(String(map?.[':type']))?.[1]
    const f = /^:(get|put|append)$/.exec(String(map?.[':f']))?.[1]
    const key = map?.[':key']
    if (typeof process !== 'number' || type === undefined || f === undefined || typeof key !== 'string') {
      throw usageError(`${name}:${line}:1: an event needs :process, :type, :f (:get, :put or :append) and :key`)
    }
    return { process, type: type as ForeignEvent['type'], f, key, value: map![':value'] ?? null, line }
  })
  return { format: 'porcupine-kv', operations: pairForeign(events, name), object: { model: 'append-kv' }, remarks: [] }
}
