import { PHASES } from '../core/phase.ts'

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
  if (typeof event['time'] !== 'number') return wrong(event, 'time', 'nanoseconds as a number')
  if (event['value'] === undefined) return wrong(event, 'value', 'any JSON value')
  if (event['key'] !== undefined && typeof event['key'] !== 'string') return wrong(event, 'key', 'a string')
  return placeFault(event)
}

function placeFault(event: Record<string, unknown>): string | null {
  if (typeof event['home'] !== 'string') return wrong(event, 'home', 'a node such as n1')
  if (typeof event['node'] !== 'string') return wrong(event, 'node', 'a node such as n1')
  if (typeof event['side'] !== 'string') return wrong(event, 'side', 'the name of a side')
  if (!(PHASES as readonly unknown[]).includes(event['phase'])) return wrong(event, 'phase', `one of ${PHASES.join(', ')}`)
  return null
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
}

function isType(value: unknown): boolean {
  return value === 'invoke' || value === 'ok' || value === 'fail' || value === 'info'
}

function wrong(event: Record<string, unknown>, field: string, expected: string): string {
  const got = event[field]
  const shown = got === undefined ? 'it is missing' : `got ${JSON.stringify(got).slice(0, 60)}`
  return `"${field}" must be ${expected}; ${shown}`
}
