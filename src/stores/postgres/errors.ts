import { NotCommittedError } from '../../core/not-committed.ts'
import type { ErrorClass, ErrorRow } from '../../core/store.ts'

/**
 * SQLSTATEs after which the statement definitely had no effect.
 * Source: PostgreSQL manual, appendix A; the server rolls the transaction back before it reports any of these.
 */
const DEFINITE: { readonly [code: string]: string } = {
  '25006': 'read-only transaction: a standby refuses to write',
  '40001': 'serialization failure',
  '40P01': 'deadlock detected',
  '23505': 'unique violation',
  '23514': 'check violation',
  '53300': 'too many connections: refused at login',
  '55000': 'wrong state for this: a database that takes no connections any more, a fenced primary',
  '57P03': 'cannot connect now: the server starts, stops or recovers',
  '55P03': 'lock not available',
  '0A000': 'feature not supported (on a standby)',
}

/** A new connection was refused or never made: no statement was sent. */
const NOT_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH'])

export const ERROR_TABLE: readonly ErrorRow[] = [
  ...Object.entries(DEFINITE).map(([match, why]) => ({ match: `SQLSTATE ${match}`, type: 'fail' as const, why })),
  { match: [...NOT_SENT].join(', '), type: 'fail', why: 'no connection, so no statement was sent' },
  { match: 'error before COMMIT was sent', type: 'fail', why: 'an open transaction whose client leaves is rolled back' },
  { match: 'connection lost at or after COMMIT, or in a single statement', type: 'info', why: 'the commit may have reached the log' },
  { match: 'anything else', type: 'info', why: 'not in this table' },
]

/** The error table as a function. */
export function classify(error: unknown): ErrorClass {
  if (error instanceof NotCommittedError) return { type: 'fail', code: codeOf(error.cause) ?? 'not-committed' }
  const code = codeOf(error)
  if (code === null) return { type: 'info', code: 'connection' }
  return { type: code in DEFINITE || NOT_SENT.has(code) ? 'fail' : 'info', code }
}

function codeOf(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : null
}
