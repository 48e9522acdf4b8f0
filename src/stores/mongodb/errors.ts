import { MongoError, MongoWriteConcernError } from 'mongodb'
import { NotCommittedError } from '../../core/not-committed.ts'
import type { ErrorClass, ErrorRow } from '../../core/store.ts'

/**
 * Server errors of a command that definitely had no effect.
 * Source: MongoDB manual, "Error Codes", and CAP catalogue, pitfall 4.
 */
const DEFINITE: { readonly [code: number]: string } = {
  10107: 'NotWritablePrimary: a member that is not primary refuses to write',
  13435: 'NotPrimaryNoSecondaryOk: a secondary refuses a read that asks for the primary',
  13436: 'NotPrimaryOrSecondary: the member is rolling back or recovering and serves nothing',
  112: 'WriteConflict: the server undid the operation',
  246: 'SnapshotUnavailable: the read brought nothing',
  11000: 'DuplicateKey',
  121: 'DocumentValidationFailure',
}

/** Errors of the driver raised before it gave the command to a connection. */
const NOT_SENT: { readonly [name: string]: string } = {
  MongoServerSelectionError: 'no connection to the node, so nothing was sent',
  MongoWaitQueueTimeoutError: 'no free connection in time, so nothing was sent',
  MongoPoolClearedError: 'the pool was cleared while the operation waited for a connection, so nothing was sent',
  MongoPoolClosedError: 'the pool was closed, so nothing was sent',
}

const UNKNOWN_COMMIT = 'UnknownTransactionCommitResult'
const TRANSIENT = 'TransientTransactionError'
const HANDSHAKE = 'HandshakeError'

export const ERROR_TABLE: readonly ErrorRow[] = [
  { match: 'any write concern error (wtimeout, stepped down while waiting)', type: 'info', why: 'the write stands on the primary and may yet be replicated' },
  { match: `label ${UNKNOWN_COMMIT}`, type: 'info', why: 'the commit may have happened' },
  { match: 'error before commitTransaction was sent', type: 'fail', why: 'the server aborts a transaction that is never committed' },
  { match: `label ${TRANSIENT} on the commit`, type: 'fail', why: 'the server says that the transaction was not committed' },
  ...Object.entries(DEFINITE).map(([code, why]) => ({ match: `code ${code}`, type: 'fail' as const, why })),
  ...Object.entries(NOT_SENT).map(([match, why]) => ({ match, type: 'fail' as const, why })),
  { match: `label ${HANDSHAKE}, or refused connection`, type: 'fail', why: 'the connection was never usable, so nothing was sent' },
  { match: 'code 11602 InterruptedDueToReplStateChange, 189 PrimarySteppedDown', type: 'info', why: 'the primary stepped down in mid-operation' },
  { match: 'connection lost or silent after sending', type: 'info', why: 'the server may have carried it out' },
  { match: 'anything else', type: 'info', why: 'not in this table' },
]

/** The error table as a function. */
export function classify(error: unknown): ErrorClass {
  if (error instanceof NotCommittedError) return { type: 'fail', code: codeOf(error.cause) }
  return { type: isDefinite(error) ? 'fail' : 'info', code: codeOf(error) }
}

function isDefinite(error: unknown): boolean {
  if (!(error instanceof MongoError)) return false
  // Its code may be one that is definite elsewhere: "not primary" also ends the wait for replication.
  if (error instanceof MongoWriteConcernError || error.hasErrorLabel(UNKNOWN_COMMIT)) return false
  if (error.hasErrorLabel(TRANSIENT) || error.hasErrorLabel(HANDSHAKE)) return true
  return error.name in NOT_SENT || Number(error.code) in DEFINITE || refusedConnection(error)
}

function refusedConnection(error: MongoError): boolean {
  return (error.cause as { code?: unknown } | undefined)?.code === 'ECONNREFUSED'
}

/** A short name for the report: the server's own where there is one. */
function codeOf(error: unknown): string {
  const { codeName, name, code } = (error ?? {}) as { codeName?: unknown; name?: unknown; code?: unknown }
  const label = [codeName, code, name].find((each) => (typeof each === 'string' && each !== '') || typeof each === 'number')
  const text = label === undefined ? 'unknown' : String(label)
  return error instanceof MongoWriteConcernError ? `write-concern ${text}` : text
}
