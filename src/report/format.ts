import type { Json } from '../core/json.ts'
import type { Run, StoredOperation } from './result.ts'

/** `12,345`. Written by hand: reports must not depend on the locale of the machine. */
export function formatCount(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `1 run`, `3 runs`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** Milliseconds for people: `0.84 ms`, `12 ms`, `3.2 s`, `2 min 05 s`. */
export function formatMs(ms: number): string {
  if (ms < 1) return `${Number(ms.toFixed(2))} ms`
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(1))} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}

/** Nanoseconds since the start of the trial as seconds to the millisecond: `12.345 s`. */
export function formatTime(ns: number): string {
  return `${(ns / 1e9).toFixed(3)} s`
}

/** Share as a percentage with one digit: `1.5 %`. */
export function formatShare(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}

/** A JSON value on one line, cut to `limit` characters. */
export function formatJson(value: Json | undefined, limit = 80): string {
  if (value === undefined) return ''
  return shorten(typeof value === 'string' ? value : JSON.stringify(value), limit)
}

/** Characters of one figure. */
const LONGEST_FIGURE = 100

/** The figures of a check on one line, without those that say nothing. The beginning of a list says something, that of a record nothing. */
export function formatFigures(details: { readonly [name: string]: Json }): string {
  return Object.entries(details)
    .map(([name, value]) => [name, value, figure(name, value)] as const)
    .filter(([, , text]) => text !== '')
    .map(([name, value, text]) => `${words(name)}: ${text.length <= LONGEST_FIGURE || Array.isArray(value) ? shorten(text, LONGEST_FIGURE) : 'see result.json'}`)
    .join('; ')
}

/** `transition 12, steady 25` for a record, `minority (lost 0), majority (lost 2)` for records in it. */
function figure(name: string, value: Json): string {
  if (value === null) return ''
  if (Array.isArray(value)) return value.map((each) => figure('', each)).join(', ')
  if (typeof value === 'number' && name.endsWith('Ms')) return formatMs(value)
  if (typeof value !== 'object') return formatJson(value)
  const fields = Object.entries(value).map(([field, each]) => [words(field), figure(name.endsWith('Ms') ? `${field}Ms` : field, each), typeof each === 'object'] as const)
  return fields
    .filter(([, text]) => text !== '')
    .map(([field, text, nested]) => `${field} ${nested ? `(${text})` : text}`)
    .join(', ')
}

/** `violationsByPhase` as `violations by phase`; `convergedMs` without its unit, which its value has. */
function words(name: string): string {
  return name
    .replace(/Ms$/, '')
    .replaceAll(/(?<=[a-z\d])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** The beginning of a text, with a mark that something is missing. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

/** How the cluster was cut, and which time of several this was. */
export function shapeText({ shape, repetition }: Pick<Run, 'shape' | 'repetition'>): string {
  return repetition === undefined ? shape : `${shape}, repetition ${repetition}`
}

/** What was asked: `write x = 5`, `read x`, `transfer id t7, from a, to b, amount 5`. */
export function describeCall(operation: StoredOperation): string {
  const { f, key, value } = operation
  const call = key === undefined ? f : `${f} ${key}`
  if (value === null) return call
  if (typeof value !== 'object' || Array.isArray(value)) return `${call} = ${formatJson(value)}`
  const fields = Object.entries(value).map(([name, field]) => `${name} ${formatJson(field, 30)}`)
  return `${call} ${shorten(fields.join(', '), 80)}`
}

/** What came of it: `ok 5`, `refused (not-leader)`, `unknown (deadline)`. */
export function describeOutcome(operation: StoredOperation): string {
  const code = operation.error === undefined ? '' : ` (${operation.error.code})`
  if (operation.type === 'fail') return `refused${code}`
  if (operation.type === 'info') return `unknown${code}`
  const answer = operation.result === undefined || operation.result === null ? '' : ` ${formatJson(operation.result)}`
  return `ok${answer}${operation.note === undefined ? '' : ` (${operation.note})`}`
}

/** One operation on one line, with its times and places. */
export function describeOperation(operation: StoredOperation): string {
  const until = operation.ret === null ? 'no end known' : formatTime(operation.ret)
  const place = operation.home === operation.node ? operation.home : `${operation.home} to ${operation.node}`
  return (
    `${formatTime(operation.call)} – ${until}: ${place} (${operation.side}, ${operation.phase}) ` +
    `${describeCall(operation)} → ${describeOutcome(operation)}`
  )
}
