import { PHASES } from '../core/phase.ts'

/** Values nested deeper than this are none that a store was asked for; walking them would overflow the stack. */
const MAX_DEPTH = 64

/**
 * What is wrong with a parsed line as a history event, in words, or null when it is one.
 * Written by hand because it runs once an event, and histories have millions.
 */
export function eventFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'a line must hold one JSON object'
  const event = value as Record<string, unknown>
  if (!isCount(event['process'])) return wrong(event, 'process', 'a whole number from 0')
  if (!isType(event['type'])) return wrong(event, 'type', 'invoke, ok, fail or info')
  if (typeof event['f'] !== 'string') return wrong(event, 'f', 'the name of the operation')
  if (!isTime(event['time'])) return wrong(event, 'time', 'nanoseconds from 0 to 2^53')
  if (event['value'] === undefined) return wrong(event, 'value', 'any JSON value')
  if (isTooDeep(event['value'], MAX_DEPTH)) return `"value" is nested deeper than ${MAX_DEPTH}`
  if (event['key'] !== undefined && typeof event['key'] !== 'string') return wrong(event, 'key', 'a string')
  return remarkFault(event)
}

/** What is wrong with where and when in the trial an event happened, or null. */
export function placeFault(value: object): string | null {
  const event = value as Record<string, unknown>
  if (typeof event['home'] !== 'string') return wrong(event, 'home', 'a node such as n1')
  if (typeof event['node'] !== 'string') return wrong(event, 'node', 'a node such as n1')
  if (typeof event['side'] !== 'string') return wrong(event, 'side', 'the name of a side')
  if (!(PHASES as readonly unknown[]).includes(event['phase'])) return wrong(event, 'phase', `one of ${PHASES.join(', ')}`)
  return null
}

function remarkFault(event: Record<string, unknown>): string | null {
  const { error, note, probe } = event
  if (error !== undefined && !isOpError(error)) return wrong(event, 'error', 'an object with the strings code and message')
  if (note !== undefined && typeof note !== 'string') return wrong(event, 'note', 'a string')
  if (probe !== undefined && typeof probe !== 'number') return wrong(event, 'probe', 'a number')
  return null
}

function isOpError(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { code, message } = value as Record<string, unknown>
  return typeof code === 'string' && typeof message === 'string'
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
}

function isTooDeep(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value)
  return inner.some((one) => isTooDeep(one, levels - 1))
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isType(value: unknown): boolean {
  return value === 'invoke' || value === 'ok' || value === 'fail' || value === 'info'
}

function wrong(event: Record<string, unknown>, field: string, expected: string): string {
  const got = event[field]
  const shown = got === undefined ? 'it is missing' : `got ${isTooDeep(got, MAX_DEPTH) ? 'a deeply nested value' : JSON.stringify(got).slice(0, 60)}`
  return `"${field}" must be ${expected}; ${shown}`
}
