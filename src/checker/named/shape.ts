import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Setting } from './answer.ts'

/** An operation that the model cannot judge; whoever knows the file adds its line. */
export class OperationFault extends Error {
  readonly operation: number

  constructor({ index, process, f, key }: Operation, what: string) {
    super(`${f}${key === undefined ? '' : ` of ${key}`} by process ${process}: ${what}`)
    this.name = 'OperationFault'
    this.operation = index
  }
}

/** Refuses operations with other functions than these. */
export function allow(model: string, operations: readonly Operation[], functions: readonly string[]): void {
  const known = new Set(functions)
  const other = operations.find(({ f }) => !known.has(f))
  if (other) throw new OperationFault(other, `the model ${model} knows ${functions.join(', ')}`)
}

/** The answer of an acknowledged operation; `undefined` when it brought none. */
export function answerOf({ type, result }: Operation): Json | undefined {
  return type === 'ok' ? result : undefined
}

export function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as it stands in an error. */
export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60)
}

/** For models that always begin the same way. */
export function refuseInitial(model: string, { initial }: Setting, beginning: string): void {
  if (initial !== undefined) throw usageError(`--initial does not fit the model ${model}: ${beginning}`)
}
