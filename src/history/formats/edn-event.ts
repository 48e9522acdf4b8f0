import type { HistoryEvent } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'

/** A map of an EDN text; its keywords begin with a colon. */
export type EdnMap = { readonly [key: string]: Json }

/** The map that a form is, or null. */
export function asMap(value: Json): EdnMap | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as EdnMap) : null
}

/** The `:type` of an event without its colon, or null when it is none of the four. */
export function typeOf(map: EdnMap | null): HistoryEvent['type'] | null {
  const type = map?.[':type']
  return type === ':invoke' || type === ':ok' || type === ':fail' || type === ':info' ? (type.slice(1) as HistoryEvent['type']) : null
}

/** The `:f` of an event without its colon, or null when it is no keyword. */
export function functionOf(map: EdnMap | null): string | null {
  const f = map?.[':f']
  return typeof f === 'string' && /^:./.test(f) ? f.slice(1) : null
}

/** The `:time` of an event, nanoseconds, where it has one. */
export function timeOf(map: EdnMap): { readonly time?: number } {
  const time = map[':time']
  return typeof time === 'number' ? { time } : {}
}

/** Is it the number of a client, rather than the name of a nemesis? */
export function isProcess(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value)
}
