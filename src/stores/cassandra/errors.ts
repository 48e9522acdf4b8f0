import { errors } from 'cassandra-driver'
import { messageOf } from '../../core/errors.ts'
import type { Effect } from '../../core/op.ts'
import type { ErrorClass, ErrorRow } from '../../core/store.ts'

interface CodeRow {
  readonly name: string
  readonly type: 'fail' | 'info'
  readonly why: string
}

/**
 * Error codes of the native protocol (native_protocol_v5.spec, section 9). A read that ends in error gave no answer and
 * did nothing, whatever stands here; the runner books it as fail.
 */
const CODES: { readonly [code: number]: CodeRow } = {
  0x0000: { name: 'server-error', type: 'info', why: 'an unexpected error of the server may come at any point' },
  0x1000: {
    name: 'unavailable',
    type: 'fail',
    why: 'the coordinator knew of too few live replicas and sent nothing; with Paxos v2 also when it comes in a later round, since that is entered only when the round before left no trace',
  },
  0x1001: { name: 'overloaded', type: 'info', why: 'may be thrown when some replicas had been sent the write already (too many hints in flight)' },
  0x1002: { name: 'bootstrapping', type: 'fail', why: 'refused before anything was read or sent' },
  0x1100: { name: 'write-timeout', type: 'info', why: 'some replicas may have the write; LWT (CAS) and counters included' },
  0x1200: { name: 'read-timeout', type: 'info', why: 'of a write: a conditional one timed out while it read' },
  0x1300: { name: 'read-failure', type: 'info', why: 'of a write: a conditional one failed while it read' },
  0x1500: { name: 'write-failure', type: 'info', why: 'a replica failed, others may have the write' },
  0x1700: { name: 'cas-write-unknown', type: 'info', why: 'the proposal was accepted in part and may still be completed' },
  0x2000: { name: 'syntax', type: 'fail', why: 'refused before execution' },
  0x2100: { name: 'unauthorized', type: 'fail', why: 'refused before execution' },
  0x2200: { name: 'invalid', type: 'fail', why: 'refused before execution' },
  0x2300: { name: 'configuration', type: 'fail', why: 'refused before execution' },
}

export const ERROR_TABLE: readonly ErrorRow[] = [
  ...Object.entries(CODES).map(([code, { name, type, why }]) => ({ match: `0x${Number(code).toString(16).padStart(4, '0')} ${name}`, type, why })),
  { match: 'read-timeout, read-failure, any error of a read', type: 'fail', why: 'a read that brought no answer has done nothing' },
  { match: 'still-unknown', type: 'info', why: 'a lightweight transaction of unknown outcome whose receipt could not be inserted either' },
  { match: 'OperationTimedOutError of the driver', type: 'info', why: 'the request was sent and nothing was heard' },
  { match: 'connection lost', type: 'info', why: 'the request may have been sent' },
  { match: 'NoHostAvailable', type: 'info', why: 'as its inner errors: fail only if every one of them is; without any, nothing was sent (fail)' },
  { match: 'anything else', type: 'info', why: 'not in this table' },
]

/** A lightweight transaction of unknown outcome, and whatever stopped the attempt to decide it says nothing about it. */
export class StillUnknownError extends Error {
  constructor(cause: unknown) {
    super(`the outcome of a lightweight transaction stays unknown: ${messageOf(cause)}`, { cause })
    this.name = 'StillUnknownError'
  }
}

/** The error table as a function. */
export function classify(error: unknown, effect: Effect): ErrorClass {
  const { type, code } = classifyWrite(error)
  return { type: effect === 'read' ? 'fail' : type, code }
}

function classifyWrite(error: unknown): ErrorClass {
  if (error instanceof StillUnknownError) return { type: 'info', code: 'still-unknown' }
  if (error instanceof errors.NoHostAvailableError) return classifyAll(Object.values((error.innerErrors ?? {}) as { [host: string]: unknown }))
  if (error instanceof errors.OperationTimedOutError) return { type: 'info', code: 'operation-timed-out' }
  if (error instanceof errors.BusyConnectionError) return { type: 'fail', code: 'busy-connection' }
  if (error instanceof errors.ResponseError) {
    const row = CODES[error.code]
    return row === undefined ? { type: 'info', code: `0x${error.code.toString(16)}` } : { type: row.type, code: row.name }
  }
  // Flags that the driver puts on errors of its sockets.
  const { isSocketError, requestNotWritten } = (error ?? {}) as { isSocketError?: boolean; requestNotWritten?: boolean }
  if (isSocketError === true) return { type: requestNotWritten === true ? 'fail' : 'info', code: 'connection' }
  return { type: 'info', code: 'unknown' }
}

/** The driver tried its one host, perhaps twice: whatever one attempt leaves open stays open. */
function classifyAll(inner: readonly unknown[]): ErrorClass {
  const classes = inner.map(classifyWrite)
  return classes.find(({ type }) => type === 'info') ?? classes[0] ?? { type: 'fail', code: 'no-host' }
}
