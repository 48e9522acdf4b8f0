import { errors, type types } from 'cassandra-driver'
import type { CassandraSession } from './client.ts'
import { classify, StillUnknownError } from './errors.ts'

/**
 * A change by lightweight transaction that leaves a receipt: a row in the same partition that nobody else writes.
 *
 * When two coordinators contend for one partition, Cassandra gives up on one of them and cannot say whether its
 * proposal will still be completed (`CAS_WRITE_UNKNOWN`, on our protocol version a write timeout of type CAS). That
 * happens to a few in a hundred operations of a healthy cluster. The receipt lets the client find out: whoever
 * inserts it first, under a condition, has decided.
 */
export interface Change {
  /** One conditional batch: the change, and the insertion of its receipt. */
  readonly attempt: () => Promise<types.ResultSet>
  /** `insert … if not exists` of the receipt with its column `void` set. */
  readonly cancel: () => Promise<types.ResultSet>
}

export type Decision =
  | { readonly type: 'applied' }
  /** The condition did not hold; `rows` as Cassandra found them. */
  | { readonly type: 'refused'; readonly rows: readonly types.Row[] }
  /** The outcome was unknown, and the change is now kept from ever happening. */
  | { readonly type: 'cancelled' }

/** Says whether an operation may still begin another attempt. */
export type Patience = () => boolean

/** Patience for one operation that begins now. Attempts that go on past the deadline would only hinder other operations. */
export function patience({ deadlineMs }: Pick<CassandraSession, 'deadlineMs'>): Patience {
  const end = performance.now() + deadlineMs / 2
  return () => performance.now() < end
}

/**
 * Carries out a change and finds out what became of it.
 *
 * @throws the driver's error when nothing was sent, or when the outcome stays unknown
 */
export async function decide({ attempt, cancel }: Change, more: Patience): Promise<Decision> {
  try {
    const result = await attempt()
    return result.wasApplied() ? { type: 'applied' } : { type: 'refused', rows: result.rows }
  } catch (error) {
    if (!isUnknown(error)) throw error
    if (!more()) throw new StillUnknownError(error)
  }
  for (;;) {
    try {
      const result = await cancel()
      // Not inserted: there is a receipt already, the change's own or one of an earlier cancel.
      return result.wasApplied() || result.rows[0]?.void === true ? { type: 'cancelled' } : { type: 'applied' }
    } catch (error) {
      // The same insertion again can do no harm.
      if (!isUnknown(error) || !more()) throw new StillUnknownError(error)
    }
  }
}

/**
 * Reads at SERIAL, again where other operations of the partition kept Paxos from an answer. A read that is asked twice is
 * still one read. What the coordinator refuses (Unavailable) is not asked again.
 */
export async function readSerially(read: () => Promise<types.ResultSet>, more: Patience): Promise<types.ResultSet> {
  for (;;) {
    try {
      return await read()
    } catch (error) {
      if (!isUnknown(error) || !more()) throw error
    }
  }
}

function isUnknown(error: unknown): boolean {
  return error instanceof errors.ResponseError && classify(error, 'write').type === 'info'
}
