import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import { written } from '../register-history.ts'
import { READ, WRITE } from './guarantees.ts'
import type { SessionRow } from './rows.ts'

/** The order of versions where it is known better than from times: the place of a value, higher is newer. */
export type VersionOf = (key: string, value: Json) => number | undefined

interface Stretch {
  readonly low: number
  readonly high: number
}

/** Of a write that failed: if somebody sees it all the same, that is no matter of sessions. */
const ANY: Stretch = { low: -Infinity, high: Infinity }
/** Before every write: the value that a register had at first. */
const FIRST: Stretch = { low: -Infinity, high: -Infinity }

/**
 * Reads and writes of registers with unique values. Without `versionOf` a version is the time of its write, so two
 * writes are ordered when one had returned before the other was called; that shows stale reads, while writes of one
 * session are then always in order. A value written twice could be either, so its stretch covers both.
 */
export function registerRows(operations: readonly Operation[], versionOf: VersionOf = () => undefined): SessionRow[] {
  const own = operations.filter(({ f, key }) => key !== undefined && (f === 'read' || f === 'write' || f === 'cas'))
  const keys = new Map<string, number>()
  const writes = new Map<string, Map<string | number, Stretch>>()
  for (const operation of own) {
    const { key, f, type } = operation
    if (!keys.has(key!)) keys.set(key!, keys.size)
    if (f === 'read') continue
    const values = writes.get(key!) ?? new Map<string | number, Stretch>()
    writes.set(key!, values)
    const value = identity(written(operation))
    values.set(value, type === 'fail' ? ANY : widened(values.get(value), operation))
  }
  const stretch = (key: string, value: Json): Stretch => {
    const exact = versionOf(key, value)
    return exact === undefined ? (writes.get(key)?.get(identity(value)) ?? FIRST) : { low: exact, high: exact }
  }
  return own.flatMap((operation): SessionRow[] => {
    const key = operation.key!
    const number = keys.get(key)!
    if (operation.f === 'read') return operation.type === 'ok' ? [{ operation, key: number, kind: READ, ...stretch(key, operation.result ?? null) }] : []
    return operation.type === 'fail' ? [] : [{ operation, key: number, kind: WRITE, ...stretch(key, written(operation)) }]
  })
}

function widened(known: Stretch | undefined, { type, call, ret }: Operation): Stretch {
  const end = type === 'ok' ? ret : Infinity
  return { low: Math.min(known?.low ?? Infinity, call), high: Math.max(known?.high ?? -Infinity, end) }
}
