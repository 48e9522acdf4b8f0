import { describeCall, formatJson, formatMs, shorten } from '../format.ts'
import type { StoredOperation } from '../result.ts'

/** The operation that cannot be right, and those that had ended before it was called. Places in the witness, from 0. */
export interface DecisiveOrder {
  readonly last: number
  readonly before: readonly number[]
}

/**
 * The order in real time that the operations of a witness must keep: whatever was acknowledged before the last one was
 * called comes before it. Null when nothing was, so that the contradiction lies elsewhere.
 */
export function decisiveOrder(operations: readonly StoredOperation[]): DecisiveOrder | null {
  const last = operations.reduce((latest, { call }, index) => (call >= operations[latest]!.call ? index : latest), 0)
  const at = operations[last]?.call ?? 0
  const before = operations.flatMap(({ type, ret }, index) => (index !== last && type === 'ok' && ret !== null && ret < at ? [index] : []))
  return before.length === 0 || operations[last]!.type !== 'ok' ? null : { last, before }
}

/** The contradiction in a sentence or two, for a reader who has never heard of linearizability. Numbers are those of the drawing. */
export function plainly(operations: readonly StoredOperation[]): string {
  const order = decisiveOrder(operations)
  if (order === null) return 'No order of these operations explains all their answers and keeps what ended first before what began later.'
  const { last, before } = order
  const named = (index: number) => `${index + 1} (${shorten(describeCall(operations[index]!), 60)} at ${operations[index]!.home})`
  const latest = Math.max(...before.map((index) => operations[index]!.ret!))
  const gap = formatMs((operations[last]!.call - latest) / 1e6)
  const had = before.length === 1 ? 'had been answered' : 'had all been answered'
  return (
    `${listed(before.map(named))} ${had} ${gap} before ${named(last)} was called, so whoever answered ${last + 1} had to ` +
    `take ${before.length === 1 ? 'it' : 'them'} into account. ${answerOf(operations[last]!, last + 1)}`
  )
}

function answerOf({ value, result }: StoredOperation, number: number): string {
  if (value !== null) return `Yet ${number} was acknowledged, as if that had never been.`
  return `Yet the answer to ${number} was ${formatJson(result, 60)}, which leaves something of that out.`
}

function listed(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
