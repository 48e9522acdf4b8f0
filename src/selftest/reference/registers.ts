import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { lastReads } from './final.ts'
import { someOrder } from '../../core/every-order.ts'

/**
 * The acknowledged writes that are lost, by definition: for every home, no order of this write, of the write whose value
 * is read last, and of that read explains the answer. A value that nobody wrote is the first one.
 */
export function lostWrites(operations: readonly Operation[], key: string): Operation[] {
  const changes = operations.filter((one) => one.key === key && (one.f === 'write' || one.f === 'cas'))
  const finals = lastReads(operations, 'read', key)
  if (finals.length === 0) return []
  return changes.filter((write) => write.type === 'ok' && finals.every((read) => goneFrom(read, write, changes)))
}

function goneFrom(read: Operation, write: Operation, changes: readonly Operation[]): boolean {
  const survivor = changes.find((one) => valueOf(one) === read.result)
  if (survivor === write) return false
  // One that failed and is there all the same: nobody knows when it came.
  const known = survivor?.type === 'fail' ? { ...survivor, type: 'info' as const, ret: Infinity } : survivor
  const some = [...(known === undefined ? [] : [known]), write, read]
  return !someOrder<Json | undefined>(some, survivor === undefined ? read.result : undefined, (state, one) => {
    if (one.f === 'read') return state === one.result ? state : undefined
    return valueOf(one)
  })
}

/** What a write or a swap leaves behind. */
export function valueOf({ f, value }: Operation): Json {
  return f === 'cas' ? (value as readonly Json[])[1]! : value
}

/** A stale read and how long before its call the first write that it missed had ended. */
export interface Stale {
  readonly read: Operation
  readonly age: number
}

/** By definition: some acknowledged write began after the write of the read's value had ended, and ended before the read was called. */
export function staleReads(operations: readonly Operation[]): Stale[] {
  const changes = operations.filter(({ f }) => f === 'write' || f === 'cas')
  return operations.flatMap((read) => {
    if (read.f !== 'read' || read.type !== 'ok') return []
    const own = changes.filter(({ key }) => key === read.key)
    const sources = own.filter((one) => valueOf(one) === read.result)
    // A value of unknown or failed writes may have come at any time, so it is never old.
    if (sources.some(({ type }) => type !== 'ok')) return []
    const settled = Math.max(-Infinity, ...sources.map(({ ret }) => ret))
    const missed = own.filter(({ type, call, ret }) => type === 'ok' && call > settled && ret < read.call)
    return missed.length === 0 ? [] : [{ read, age: read.call - Math.min(...missed.map(({ ret }) => ret)) }]
  })
}
