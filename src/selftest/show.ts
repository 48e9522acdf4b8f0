import type { Operation } from '../core/event.ts'
import type { Txn } from './generate/txn.ts'

/** Operations one a line, short enough to be typed into a test. */
export function showOperations(operations: readonly Operation[]): string {
  return operations.map(showOperation).join('\n')
}

function showOperation({ f, key, value, result, type, call, ret, home, phase, process, probe }: Operation): string {
  const answer = result === undefined ? '' : ` -> ${JSON.stringify(result)}`
  const extra = probe === undefined ? '' : ` probe ${probe}`
  return `  ${f}${key === undefined ? '' : ` ${key}`} ${JSON.stringify(value)}${answer} ${type} ${call}..${ret} ${home} process ${process} ${phase}${extra}`
}

/** Transactions in the shorthand of `txns`, one a line. */
export function showTxns(history: readonly Txn[]): string {
  return history.map(showTxn).join('\n')
}

function showTxn({ type, process, call, ret, ops }: Txn): string {
  const steps = ops.map(({ f, key, value }) => (f === 'append' ? `a${key}${String(value)}` : `r${key}${value === null ? '?' : `[${String(value)}]`}`))
  return `  ${steps.join(' ')} | ${type} p${process} ${call}-${ret}`
}
