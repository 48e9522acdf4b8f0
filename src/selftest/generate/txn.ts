import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import { TxnBuilder } from '../../checker/transactions/builder.ts'
import { FAIL, INFO, OK, type TxnColumns } from '../../checker/transactions/columns.ts'
import { sketched } from './operation.ts'

/** One step of a list-append transaction. */
export interface Micro {
  readonly f: 'append' | 'r'
  readonly key: string
  /** The element, or the list that was read; null for a read without answer. */
  readonly value: number | readonly number[] | null
}

/** A list-append transaction in the fewest words. */
export interface Txn {
  readonly type: 'ok' | 'fail' | 'info'
  readonly process: number
  readonly call: number
  readonly ret: number
  readonly ops: readonly Micro[]
}

/**
 * Transactions in shorthand, one a line: `ax1 rx12` appends 1 to x and reads x as [1 2]; `rx` reads the empty list,
 * `rx?` has no answer. After a bar: outcome, `p` and the process, `call-ret`. Default: acknowledged, a process of its
 * own, all at the same time.
 */
export function txns(text: string): Txn[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '')
  return lines.map((line, i) => {
    const [ops = '', options = ''] = line.split('|')
    const type = /\b(ok|fail|info)\b/.exec(options)?.[1] ?? 'ok'
    const at = /(\d+)-(\d+)/.exec(options)
    return {
      type: type as Txn['type'],
      process: Number(/p(\d+)/.exec(options)?.[1] ?? 100 + i),
      call: at ? Number(at[1]) : 0,
      ret: type === 'info' ? Infinity : at ? Number(at[2]) : 1000,
      ops: ops.trim().split(/\s+/).map((op): Micro => {
        const [f, key, ...rest] = op as unknown as [string, string, ...string[]]
        if (f === 'a') return { f: 'append', key, value: Number(rest.join('')) }
        return { f: 'r', key, value: rest[0] === '?' ? null : rest.map(Number) }
      }),
    }
  })
}

const TYPES = { ok: OK, fail: FAIL, info: INFO }

/** The columns of transactions, in order of call. */
export function columns(history: readonly Txn[]): TxnColumns {
  const builder = new TxnBuilder()
  for (const { type, process, call, ret, ops } of history.toSorted((a, b) => a.call - b.call)) {
    builder.begin(TYPES[type], process, call, ret)
    for (const { f, key, value } of ops) {
      const k = builder.key(key)
      if (f === 'append') builder.append(k, value as number)
      else if (value === null || type !== 'ok') builder.unanswered(k)
      else builder.read(k, value as readonly number[])
    }
  }
  return builder.build()
}

/** The operation of a transaction, as it stands in a history. */
export function txnOperation({ type, process, call, ret, ops }: Txn, home: NodeId = 'n1'): Operation {
  const steps = ops.map(({ f, key, value }): Json => [f, key, value as Json])
  const asked = ops.map(({ f, key, value }): Json => [f, key, f === 'append' ? (value as Json) : null])
  return sketched({ f: 'txn', home, process, type, value: asked, call, ret, ...(type === 'ok' ? { result: steps } : {}) })
}
