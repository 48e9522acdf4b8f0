import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity, initialOf, objectOf } from '../models/model.ts'
import type { Model, RegisterStep } from '../models/model.ts'

/** Kinds of register operations, as numbers. */
export const READ = 0
export const WRITE = 1
export const CAS = 2
/** A failed compare-and-set: the register did not hold `need`. */
export const NOT = 3

/** The rows of a history by object: rows of one key stand together and in order of call. */
export interface ObjectRows {
  readonly keys: readonly string[]
  /** Rows of key `k` are `start[k]` to `start[k + 1]`, the latter excluded. */
  readonly start: Int32Array
  /** Position of the row's operation in the history that was handed in. */
  readonly source: Int32Array
}

/**
 * A register history in columns: one row an operation. Values are numbers from 0. Operations that say nothing have no row.
 */
export interface RegisterColumns extends ObjectRows {
  readonly kind: Uint8Array
  /** READ, CAS: the value the register must hold; NOT: the one it must not hold; WRITE: -1. */
  readonly need: Int32Array
  /** WRITE, CAS: the value afterwards; else -1. */
  readonly next: Int32Array
  readonly call: Float64Array
  /** `Infinity`: outcome unknown, the operation may also never have happened. */
  readonly ret: Float64Array
  /** First value of each key. */
  readonly initial: Int32Array
  /** How many different values there are. */
  readonly values: number
}

/** Brings operations into columns. `model.register` must be there. */
export function toColumns(operations: readonly Operation[], model: Model): RegisterColumns {
  const names = new Map<string | number, number>()
  const valueOf = (value: Json) => numberOf(names, identity(value))
  const keyNumbers = new Map<string, number>()
  const rows = new Rows(operations.length)
  for (let i = 0; i < operations.length; i++) {
    const operation = operations[i]!
    const step = model.register!(operation)
    if (step === null) continue
    const unknown = operation.type === 'info'
    if (unknown && step.kind !== 'write' && step.kind !== 'cas') continue
    rows.add(i, numberOf(keyNumbers, objectOf(model, operation)), step, valueOf, operation, unknown)
  }
  const keys = [...keyNumbers.keys()]
  const initial = Int32Array.from(keys, (key) => valueOf(initialOf(model, key)))
  return groupByKey(rows, keys, initial, names.size)
}

function numberOf<T>(numbers: Map<T, number>, name: T): number {
  const known = numbers.get(name)
  if (known !== undefined) return known
  numbers.set(name, numbers.size)
  return numbers.size - 1
}

/** Columns while they are being filled, still in the order of the history. */
export class Rows {
  length = 0
  readonly key: Int32Array
  readonly kind: Uint8Array
  readonly need: Int32Array
  readonly next: Int32Array
  readonly call: Float64Array
  readonly ret: Float64Array
  readonly source: Int32Array

  constructor(capacity: number) {
    this.key = new Int32Array(capacity)
    this.kind = new Uint8Array(capacity)
    this.need = new Int32Array(capacity)
    this.next = new Int32Array(capacity)
    this.call = new Float64Array(capacity)
    this.ret = new Float64Array(capacity)
    this.source = new Int32Array(capacity)
  }

  add(
    source: number,
    key: number,
    step: RegisterStep,
    valueOf: (value: Json) => number,
    operation: { readonly call: number; readonly ret: number },
    unknown: boolean,
  ): void {
    const at = this.length++
    this.key[at] = key
    this.source[at] = source
    this.call[at] = operation.call
    this.ret[at] = unknown ? Infinity : operation.ret
    this.kind[at] = step.kind === 'read' ? READ : step.kind === 'write' ? WRITE : step.kind === 'cas' ? CAS : NOT
    this.need[at] = step.kind === 'write' ? -1 : valueOf(step.kind === 'cas' ? step.from : step.value)
    this.next[at] = step.kind === 'write' ? valueOf(step.value) : step.kind === 'cas' ? valueOf(step.to) : -1
  }
}

/** Counting sort by key. Within a key the order of the history stays, which is the order of call. */
export function groupByKey(rows: Rows, keys: readonly string[], initial: Int32Array, values: number): RegisterColumns {
  const n = rows.length
  const start = new Int32Array(keys.length + 1)
  for (let i = 0; i < n; i++) start[rows.key[i]! + 1]!++
  for (let k = 0; k < keys.length; k++) start[k + 1]! += start[k]!
  const to = start.slice()
  const columns = {
    kind: new Uint8Array(n),
    need: new Int32Array(n),
    next: new Int32Array(n),
    call: new Float64Array(n),
    ret: new Float64Array(n),
    source: new Int32Array(n),
  }
  for (let i = 0; i < n; i++) {
    const at = to[rows.key[i]!]!++
    columns.kind[at] = rows.kind[i]!
    columns.need[at] = rows.need[i]!
    columns.next[at] = rows.next[i]!
    columns.call[at] = rows.call[i]!
    columns.ret[at] = rows.ret[i]!
    columns.source[at] = rows.source[i]!
  }
  return { ...columns, start, keys, initial, values }
}
