import { Rows } from '../../src/checker/linearizability/columns.ts'
import type { Generated } from './generate.ts'

/**
 * A generated history as parsed columns, the form from which the check is timed. Values are numbered from 0 for nil; a
 * failed swap means "something else was there"; what says nothing has no row, as in `toColumns`.
 */
export function toRows(operations: readonly Generated[]): Rows {
  const rows = new Rows(operations.length)
  const valueOf = (value: unknown): number => (value as number) + 1
  operations.forEach((op, source) => {
    const unknown = op.status === 'info'
    if (unknown && (op.f === 'r' || (op.f === 'c' && op.a === op.b))) return
    const times = { call: op.call, ret: op.ret }
    if (op.f === 'r') rows.add(source, op.key, { kind: 'read', value: op.out }, valueOf, times, unknown)
    else if (op.f === 'w') rows.add(source, op.key, { kind: 'write', value: op.a }, valueOf, times, unknown)
    else if (op.status === 'fail') rows.add(source, op.key, { kind: 'not', value: op.a }, valueOf, times, unknown)
    else if (op.a === op.b) rows.add(source, op.key, { kind: 'read', value: op.a }, valueOf, times, unknown)
    else rows.add(source, op.key, { kind: 'cas', from: op.a, to: op.b }, valueOf, times, unknown)
  })
  return rows
}
