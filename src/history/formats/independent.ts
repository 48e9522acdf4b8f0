import type { Json } from '../../core/json.ts'
import { asMap } from './edn-event.ts'
import type { ForeignEvent } from './foreign.ts'

interface Tuple {
  readonly key: Json
  readonly value: Json
}

/**
 * Splits values `[key value]`, as Jepsen's `independent` namespace makes them, into key and value. Its tuples are map
 * entries, which print as vectors; a record or tagged vector of two is taken as well.
 *
 * @param wanted `true`: every value must be a tuple. `undefined`: they are taken for tuples when all look like it and one
 * of them can be nothing else: a read asked of `[key nil]`, or a swap of `[key [from to]]`.
 */
export function splitByKey(
  events: readonly ForeignEvent[],
  wanted: boolean | undefined,
  bad: (line: number, what: string) => Error,
): { readonly events: readonly ForeignEvent[]; readonly tupled: boolean } {
  if (!(wanted ?? areTuples(events))) return { events, tupled: false }
  const split = events.map((event): ForeignEvent => {
    const tuple = tupleOf(event.value)
    if (tuple === null) throw bad(event.line, `the value ${JSON.stringify(event.value).slice(0, 60)} is no tuple [key value]`)
    return { ...event, key: keyName(tuple.key), value: tuple.value }
  })
  return { events: split, tupled: true }
}

function areTuples(events: readonly ForeignEvent[]): boolean {
  let certain = false
  for (const { type, f, value } of events) {
    const tuple = tupleOf(value)
    if (tuple === null || (typeof tuple.key === 'object' && tuple.key !== null)) return false
    if (type === 'invoke' && (f === 'read' || f === 'get') && tuple.value === null) certain = true
    if (f === 'cas' && Array.isArray(tuple.value) && tuple.value.length === 2) certain = true
  }
  return certain
}

function tupleOf(value: Json): Tuple | null {
  if (Array.isArray(value)) return value.length === 2 ? { key: (value as readonly Json[])[0]!, value: (value as readonly Json[])[1]! } : null
  const map = asMap(value)
  const key = map?.[':key'] ?? map?.[':k']
  const inner = map?.[':value'] ?? map?.[':v']
  return map !== null && key !== undefined && inner !== undefined && Object.keys(map).length === 2 ? { key, value: inner } : null
}

/** A name of its own for every key: strings are called as they are, unless that is how another key is written. */
function keyName(key: Json): string {
  if (typeof key !== 'string' || isJson(key)) return JSON.stringify(key)
  return key
}

function isJson(text: string): boolean {
  if (!/^[-\d"[{tfn]/.test(text)) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
