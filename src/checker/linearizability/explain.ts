import { EVENT_NS, NO_PLACE, NO_TIME, type Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import type { Violation } from './result.ts'

/** Operations told one by one; more than this are only counted. */
const MOST_TOLD = 5

/**
 * Why the operations of a violated register contradict, one step a line, for a reader who knows what a register is and
 * nothing else.
 *
 * @param all all operations on the key, the failed ones included: a value may come from a write that was refused
 */
export function explainRegister(violation: Violation, all: readonly Operation[]): string[] {
  // What nobody wrote may be the initial value: too old where a newer one is proved, and an invention only where none is.
  return tooEarly(violation) ?? twoSwaps(violation) ?? wentBack(violation) ?? neverWritten(violation, all) ?? noOrder(violation)
}

function neverWritten({ key, operations }: Violation, all: readonly Operation[]): string[] | null {
  const lost = operations.find((op) => {
    const seen = valueSeen(op)
    return operations.length <= 2 && seen !== null && !all.some((other) => other.type !== 'fail' && writes(other, seen.value))
  })
  if (lost === undefined) return null
  const seen = valueSeen(lost)!
  const refused = all.find((other) => other.type === 'fail' && writes(other, seen.value))
  const origin = refused ? [`The only ${told(refused)}; the store had said that this did not happen.`] : []
  const end = refused
    ? `What failed must never be seen, so ${named(key)} cannot have held ${show(seen.value)}.`
    : `Nobody ever wrote ${show(seen.value)} to ${named(key)}.`
  return [...origin, sentence(lost), end]
}

function tooEarly({ operations }: Violation): string[] | null {
  for (const read of operations) {
    const seen = valueSeen(read)
    const writer = seen && operations.find((op) => op !== read && op.type !== 'fail' && writes(op, seen.value))
    if (operations.length > 2 || !writer || read.ret >= writer.call) continue
    return [
      sentence(read),
      `Only after that, at ${moment(writer, writer.call)}, did ${who(writer)} ask for ${show(seen.value)} to be written.`,
      'A register cannot return a value before anybody has asked for it to be written.',
    ]
  }
  return null
}

function twoSwaps({ key, operations }: Violation): string[] | null {
  const swaps = operations.filter((op) => op.f === 'cas' && op.type === 'ok')
  const [first, second] = swaps
  if (!first || !second || operations.length > 3) return null
  const from = valueSeen(first)!.value
  if (identity(valueSeen(second)!.value) !== identity(from)) return null
  const others = operations.filter((op) => !swaps.includes(op))
  return [
    ...others.map(sentence),
    sentence(first),
    sentence(second),
    `Both replaced ${show(from)}, but ${show(from)} was written to ${named(key)} only once: after the first swap it was gone.`,
  ]
}

/** The commonest violation: one operation proves that a newer value was there, and a later one still meets the older. */
function wentBack({ key, operations, whateverBefore }: Violation): string[] | null {
  const last = operations.reduce((a, b) => (b.call >= a.call ? b : a))
  const old = valueSeen(last)
  if (old === null || operations.length > MOST_TOLD) return null
  const proof = operations
    .filter((op) => op.type !== 'info' && op.ret < last.call && valueKnown(op) !== null && identity(valueKnown(op)!.value) !== identity(old.value))
    .reduce<Operation | null>((a, b) => (a === null || b.ret >= a.ret ? b : a), null)
  if (proof === null) return null
  const before = operations.filter((op) => op !== last && op !== proof)
  const newer = valueKnown(proof)!.value
  const read = last.f === 'read'
  return [
    ...(whateverBefore ? [`Whatever ${named(key)} held before:`] : []),
    ...before.map(sentence),
    sentence(proof),
    `After that, at ${moment(last, last.call)}, ${who(last)} called a ${read ? 'read' : 'swap'} of ${named(key)}, and it still ${read ? 'returned' : 'found'} ${show(old.value)}${phaseOf(last)}.`,
    `A linearizable register must ${read ? 'return' : 'hold'} ${show(newer)} by then, or something newer.`,
  ]
}

function noOrder({ key, operations, whateverBefore }: Violation): string[] {
  const few = operations.slice(0, MOST_TOLD - 1)
  const rest = operations.length - few.length
  return [
    ...(whateverBefore ? [`Whatever ${named(key)} held before:`] : []),
    ...few.map(sentence),
    ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'operation' : 'operations'} on the same key ${rest === 1 ? 'is' : 'are'} listed with this result.`] : []),
    `No single order of these ${operations.length} operations explains all answers and keeps what ended before what began later.`,
  ].slice(-6)
}

function sentence(op: Operation): string {
  return `${capital(told(op))}.`
}

/** `write of 7 to k3 by the client at n1 (majority side) was acknowledged at 4.210 s (steady phase)`. */
function told(op: Operation): string {
  const place = `${who(op)}`
  const phase = phaseOf(op)
  const key = named(op.key ?? '')
  if (op.f === 'read') return `a read of ${key} by ${place}, called at ${moment(op, op.call)}, returned ${show(op.result ?? null)} at ${moment(op, op.ret)}${phase}`
  const [from, to] = op.f === 'cas' ? (op.value as readonly [Json, Json]) : [null, op.value]
  const what = op.f === 'cas' ? `swap of ${show(from)} for ${show(to)} in ${key}` : `write of ${show(to)} to ${key}`
  return `${what} by ${place}, called at ${moment(op, op.call)}, ${outcome(op)}${phase}`
}

function outcome(op: Operation): string {
  if (op.type === 'ok') return `was acknowledged at ${moment(op, op.ret)}`
  if (op.type === 'info') return 'never got an answer, so it may have happened at any time since'
  const seen = op.result === undefined ? '' : `, finding ${show(op.result)}`
  return `failed at ${moment(op, op.ret)}${seen}`
}

function who(op: Operation): string {
  if (!isPlaced(op)) return `process ${op.process}`
  const sentTo = op.node === op.home ? '' : `, sent to ${op.node}`
  return `the client at ${op.home} (${op.side} side${sentTo})`
}

/** The value that an operation met in the register, if it tells. */
function valueSeen(op: Operation): { readonly value: Json } | null {
  if (op.f === 'read') return op.type === 'ok' && op.result !== undefined ? { value: op.result } : null
  if (op.f !== 'cas') return null
  if (op.type === 'fail') return op.result === undefined ? null : { value: op.result }
  return op.type === 'ok' ? { value: (op.value as readonly Json[])[0]! } : null
}

/** The value that the register certainly held at some time while the operation ran. */
function valueKnown(op: Operation): { readonly value: Json } | null {
  if (op.type === 'ok' && op.f === 'write') return { value: op.value }
  if (op.type === 'ok' && op.f === 'cas') return { value: (op.value as readonly Json[])[1]! }
  return valueSeen(op)
}

function writes(op: Operation, value: Json): boolean {
  if (op.f !== 'write' && op.f !== 'cas') return false
  return identity(op.f === 'cas' ? (op.value as readonly Json[])[1]! : op.value) === identity(value)
}

function show(value: Json): string {
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** Histories of other projects say neither where clients were nor which phase it was; some have no times either. */
function isPlaced({ side }: Operation): boolean {
  return side !== NO_PLACE && side !== NO_TIME
}

function phaseOf(op: Operation): string {
  return isPlaced(op) ? ` (${op.phase} phase)` : ''
}

function moment({ side }: Operation, nanoseconds: number): string {
  return side === NO_TIME ? `event ${nanoseconds / EVENT_NS + 1}` : `${(nanoseconds / 1e9).toFixed(3)} s`
}

function named(key: string): string {
  return key === '' ? 'the register' : `key ${key}`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
