import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { ednMap, keyword, Raw, type Edn } from './edn-text.ts'

/** An operation in the shape in which Jepsen's tests know it. */
export interface Shape {
  readonly f: string
  /** The argument, and the answer of an acknowledged one. */
  readonly value: Edn
  readonly answer: Edn
  /** Fields of its own that stand beside `:value` of the invocation and of the completion. */
  readonly asked?: readonly (readonly [string, Edn])[]
  readonly answered?: readonly (readonly [string, Edn])[]
}

/** How the operations of a kind of history are written. */
export type Shaper = (op: Operation) => Shape

/** Changes of a counter, which Jepsen's test writes as `:add`. */
const STEPS: { readonly [f: string]: number } = { like: 1, increment: 1, inc: 1, unlike: -1, decrement: -1, dec: -1 }

/** A null that somebody wrote or saw; `nil` is what a read is asked with, and fits anything. */
const NULL = new Raw(':null')

/** Shapes by model; other histories are written as they are. */
export const SHAPERS: { readonly [model: string]: Shaper } = {
  register: registerShape,
  'cas-register': registerShape,
  counter: counterShape,
  bank: bankShape,
  'list-append': txnShape,
}

/** As it is: the argument, and the answer if there is one. */
export function plainShape({ f, value, result }: Operation): Shape {
  return { f, value, answer: result ?? value }
}

function registerShape({ f, value, result, type }: Operation): Shape {
  if (f === 'read') return { f, value: null, answer: result === undefined ? null : seen(result) }
  const written = f === 'cas' ? (value as readonly Json[]).map(seen) : seen(value)
  const answered: [string, Edn][] = type === 'fail' && result !== undefined ? [[':seen', seen(result)]] : []
  return { f, value: written, answer: written, answered }
}

function seen(value: Json): Edn {
  return value === null ? NULL : value
}

function counterShape({ f, value, result }: Operation): Shape {
  if (f === 'read') return { f, value: null, answer: result ?? null }
  const sign = STEPS[f]
  const by = sign === undefined ? value : sign * (typeof value === 'number' ? value : 1)
  const id = field(value, 'id')
  return { f: 'add', value: by, answer: by, asked: id === undefined ? [] : [[':id', id]] }
}

function bankShape({ f, value, result }: Operation): Shape {
  const versions = field(result, 'versions')
  const answered: [string, Edn][] = versions === undefined ? [] : [[':versions', versions]]
  if (f === 'transfer') {
    const transfer = new Raw(ednMap(Object.entries(value as { readonly [name: string]: Json }).map(([name, one]) => [keyword(name.replace(/^:/, '')).text, one])))
    return { f, value: transfer, answer: transfer, answered }
  }
  return { f, value: null, answer: field(result, 'balances') ?? result ?? null, answered }
}

function txnShape({ f, value, result }: Operation): Shape {
  return { f, value: steps(value), answer: steps(result ?? value) }
}

function steps(value: Json): Edn {
  return (value as readonly (readonly Json[])[]).map(([f, ...rest]): Edn => [keyword(String(f)), ...rest])
}

function field(value: Json | undefined, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, name) ? (value as { readonly [name: string]: Json })[name] : undefined
}
