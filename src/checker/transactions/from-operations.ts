import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { TxnBuilder } from './builder.ts'
import { FAIL, INFO, OK, type TxnColumns } from './columns.ts'

/**
 * Brings operations `txn` into columns. The value is a list of micro-operations, `["append", key, element]` and
 * `["r", key, null]`; the result is the same list with what was read, `["r", key, [1, 3]]`.
 *
 * Only answers of acknowledged transactions are taken for reads: what an aborted one saw binds nobody.
 */
export function txnColumns(operations: readonly Operation[]): TxnColumns {
  const builder = new TxnBuilder()
  const own = operations.map((operation, source) => ({ operation, source })).filter(({ operation }) => operation.f === 'txn')
  own.sort((a, b) => a.operation.call - b.operation.call || a.source - b.source)
  for (const { operation, source } of own) add(builder, operation, source)
  return builder.build()
}

function add(builder: TxnBuilder, operation: Operation, source: number): void {
  const { type, process, call, ret, index } = operation
  builder.begin(type === 'ok' ? OK : type === 'fail' ? FAIL : INFO, process, call, type === 'info' ? Infinity : ret, source)
  const answered = type === 'ok'
  const steps = answered && Array.isArray(operation.result) ? operation.result : operation.value
  if (!Array.isArray(steps)) throw unlike(index, steps)
  for (const step of steps as readonly Json[]) {
    if (!Array.isArray(step) || step.length < 2) throw unlike(index, step)
    const [f, name, value] = step as readonly Json[]
    const key = builder.key(name!)
    if (f === 'append') builder.append(key, builder.element(value ?? null))
    else if (f !== 'r') throw unlike(index, step)
    else if (!answered) builder.unanswered(key)
    // An answered read of a list that nobody has begun brings null, which is the empty list.
    else if (value === null || value === undefined) builder.read(key, [])
    else if (Array.isArray(value)) builder.read(key, value.map((element: Json) => builder.element(element)))
    else throw unlike(index, step)
  }
}

function unlike(index: number, got: Json): Error {
  const shown = JSON.stringify(got).slice(0, 80)
  return new TypeError(`operation ${index}: ${shown} is no list-append micro-operation, ["append", key, element] or ["r", key, list or null]`)
}
