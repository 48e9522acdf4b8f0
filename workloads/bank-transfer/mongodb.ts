import type { Filter, FindOptions, UpdateFilter } from 'mongodb'
import type { Completion } from '../../src/core/op.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
import type { MongodbSession } from '../../src/stores/mongodb/client.ts'
import { createFilled } from '../../src/stores/mongodb/collections.ts'
import { readOptions } from '../../src/stores/mongodb/concerns.ts'
import type { Transfer } from './workload.ts'

interface Account {
  readonly _id: string
  readonly balance: number
  readonly version: number
  readonly last: string | null
  /** Ids of the transfers from this account. Here, and not in a collection of their own, a transfer is one command shorter. */
  readonly sent: readonly string[]
}

/** Two balances and the ledger of transfers change in one transaction; all accounts are read at one snapshot. */
export const mongodb: StoreWorkload<MongodbSession> = {
  async setup({ db }, { prefix, accounts, initial }) {
    await createFilled<Account>(
      db,
      `${prefix}_accounts`,
      (accounts as string[]).map((account) => ({ _id: account, balance: initial as number, version: 0, last: null, sent: [] })),
    )
  },
  async run(session, op, settings) {
    switch (op.f) {
      case 'transfer':
        return transfer(session, op.value as unknown as Transfer, settings)
      case 'read':
        return balances(await readAll(session, settings, { sent: 0 }))
      case 'ledger': {
        const accounts = await readAll(session, settings, { sent: 1 })
        return { type: 'ok', value: accounts.flatMap((account) => account.sent).sort() }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

/**
 * Takes both documents with its first command, in one order for all: a transfer that finds another at work on either
 * ends there and then, and of several that compete one always gets through.
 */
function transfer(session: MongodbSession, { id, from, to, amount }: Transfer, settings: LaneSettings): Promise<Completion> {
  const accounts = session.db.collection<Account>(`${settings.prefix}_accounts`)
  const pay: Update = { filter: { _id: from, balance: { $gte: amount } }, update: { $inc: { balance: -amount, version: 1 }, $set: { last: id }, $push: { sent: id } } }
  const receive: Update = { filter: { _id: to }, update: { $inc: { balance: amount, version: 1 }, $set: { last: id } } }
  return session.write<Completion>(settings, async (transaction, abort) => {
    const both = from < to ? [pay, receive] : [receive, pay]
    const { matchedCount } = await accounts.bulkWrite(
      both.map((updateOne) => ({ updateOne })),
      { session: transaction },
    )
    if (matchedCount < both.length) return abort({ type: 'fail', error: { code: 'insufficient-funds', message: `${from} holds less than ${amount}` } })
    const changed = await accounts.find({ _id: { $in: [from, to] } }, { session: transaction, projection: { version: 1 } }).toArray()
    return { type: 'ok', value: { versions: Object.fromEntries(changed.map((account) => [account._id, account.version])) } }
  })
}

interface Update {
  readonly filter: Filter<Account>
  readonly update: UpdateFilter<Account>
}

function balances(accounts: readonly Account[]): Completion {
  return {
    type: 'ok',
    value: {
      balances: Object.fromEntries(accounts.map((account) => [account._id, account.balance])),
      versions: Object.fromEntries(accounts.map((account) => [account._id, account.version])),
      last: Object.fromEntries(accounts.map((account) => [account._id, account.last])),
    },
  }
}

/**
 * Reads all accounts as of one moment. In a transaction, which only a primary takes, the commit decides: with w:majority
 * it waits for a no-op of its own to be replicated, so a primary that was cut off cannot answer with old data.
 * A `find` at a snapshot works at every member, as of what that member knows a majority has.
 */
function readAll(session: MongodbSession, settings: LaneSettings, projection: { sent: 0 | 1 }): Promise<Account[]> {
  const accounts = session.db.collection<Account>(`${settings.prefix}_accounts`)
  const read = (options: FindOptions) => accounts.find({}, { ...options, projection, sort: { _id: 1 } }).toArray()
  if (settings.reads === 'snapshot find') return read(readOptions(settings))
  return session.read(settings, (transaction) => read({ session: transaction }))
}
