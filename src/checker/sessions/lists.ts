import type { Operation } from '../../core/event.ts'
import { APPEND, FAIL, OK, READ as LIST_READ } from '../transactions/columns.ts'
import { txnColumns } from '../transactions/from-operations.ts'
import { externalVersion, versionOrder, type VersionOrder } from '../transactions/version-order.ts'
import { READ, WRITE } from './guarantees.ts'
import type { SessionRow } from './rows.ts'

/**
 * Reads and appends of list-append transactions. A version is a length: an append makes the one that ends with its
 * element, a read sees the one before its own transaction's appends. Lists on whose order the reads do not agree say
 * nothing here. An append that no read shows comes after all that they show.
 */
export function listRows(operations: readonly Operation[]): SessionRow[] {
  const history = txnColumns(operations)
  const order = versionOrder(history)
  const rows: SessionRow[] = []
  for (let op = 0; op < history.kind.length; op++) {
    const k = history.key[op]!
    const t = order.owner[op]!
    const length = order.start[k + 1]! - order.start[k]!
    if (order.ambiguous[k] === 1 || order.trusted[k]! < length || history.type[t] === FAIL) continue
    const row = { operation: operations[history.source[t]!]!, key: k }
    if (history.kind[op] === LIST_READ && history.type[t] === OK) {
      const seen = externalVersion(order, op) - order.start[k]!
      rows.push({ ...row, kind: READ, low: seen, high: seen })
    } else if (history.kind[op] === APPEND && order.happened[t] === 1) rows.push({ ...row, kind: WRITE, ...madeBy(order, op, length) })
  }
  return rows
}

function madeBy({ position }: VersionOrder, append: number, length: number): { readonly low: number; readonly high: number } {
  const place = position[append]!
  return place === -1 ? { low: length + 1, high: Infinity } : { low: place + 1, high: place + 1 }
}
