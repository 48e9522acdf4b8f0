import { type ReadConcernLevel, ReadPreference, type TransactionOptions, type W } from 'mongodb'
import { textSetting } from '../../core/settings.ts'
import type { LaneSettings } from '../../core/workload.ts'

/**
 * Read preference `primary` that reaches the server. On a direct connection the driver turns `primary` into
 * `primaryPreferred`, and a member that has just stepped down would go on answering. A mode that the driver does
 * not rewrite, with `primary` on the wire, makes the server itself refuse (NotPrimaryNoSecondaryOk).
 */
class PrimaryOnly extends ReadPreference {
  constructor() {
    super('primaryPreferred')
  }

  override toJSON(): ReturnType<ReadPreference['toJSON']> {
    return { mode: 'primary' }
  }
}

const PRIMARY_ONLY = new PrimaryOnly()

/** Options of a single read. */
export function readOptions(settings: LaneSettings): { readConcern: ReadConcernLevel; readPreference: ReadPreference } {
  const mode = textSetting(settings, 'readPreference')
  return {
    readConcern: textSetting(settings, 'readConcern') as ReadConcernLevel,
    readPreference: mode === 'primary' ? PRIMARY_ONLY : ReadPreference.fromString(mode),
  }
}

/**
 * Options of a single write; the write concern `default` is none at all, so that the server's own holds. Without the setting `wtimeoutMs` there is no `wtimeout`: whoever waits gives up at the
 * deadline, the server goes on waiting.
 */
export function writeOptions(settings: LaneSettings): { writeConcern?: { w: W; wtimeoutMS?: number } } {
  const { wtimeoutMs, writeConcern } = settings
  if (writeConcern === 'default') return {}
  return { writeConcern: { w: writeConcern as W, ...(typeof wtimeoutMs === 'number' && { wtimeoutMS: wtimeoutMs }) } }
}

/** Options of a transaction. Transactions run at the primary only; every other member refuses them. */
export function transactionOptions(settings: LaneSettings): TransactionOptions {
  return { readConcern: { level: 'snapshot' }, writeConcern: { w: settings.writeConcern as W }, readPreference: 'primary' }
}
