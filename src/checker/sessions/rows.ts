import type { Operation } from '../../core/event.ts'
import type { SessionColumns } from './guarantees.ts'

/** What a session is: one client, or all clients that live beside one node. */
export type SessionKind = 'process' | 'home'

/** One read or write with its version. */
export interface SessionRow {
  readonly operation: Operation
  readonly key: number
  readonly kind: number
  readonly low: number
  readonly high: number
}

/** Brings rows into columns, sessions numbered as they come. */
export function sessionColumns(rows: readonly SessionRow[], session: SessionKind): SessionColumns {
  const numbers = new Map<number | string, number>()
  const sessionOf = ({ operation }: SessionRow): number => {
    const name = session === 'process' ? operation.process : operation.home
    const known = numbers.get(name) ?? numbers.size
    numbers.set(name, known)
    return known
  }
  return {
    session: Int32Array.from(rows, sessionOf),
    key: Int32Array.from(rows, ({ key }) => key),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    call: Float64Array.from(rows, ({ operation }) => operation.call),
    ret: Float64Array.from(rows, ({ operation }) => (operation.type === 'info' ? Infinity : operation.ret)),
    low: Float64Array.from(rows, ({ low }) => low),
    high: Float64Array.from(rows, ({ high }) => high),
  }
}
