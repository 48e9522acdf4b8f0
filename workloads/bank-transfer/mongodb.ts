import type { ClientSession, Collection, Filter, FindOptions, WithId } from 'mongodb'
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
}

interface Entry {
  readonly _id: string
}

/** Balances and the ledger of transfers change in one transaction; all balances are read at one snapshot. */
export const mongodb: StoreWorkload<MongodbSession> = {
  async setup({ db }, { prefix, accounts, initial }) {
    await createFilled<Account>(
      db,
      `${prefix}_accounts`,
      (accounts as string[]).map((account) => ({ _id: account, balance: initial as number, version: 0, last: null })),
    )
    await createFilled<Entry>(db, `${prefix}_ledger`, [])
  },
  async run(session, op, settings) {
    switch (op.f) {
      case 'transfer':
        return transfer(session, op.value as unknown as Transfer, settings)
      case 'read':
        return readAll(session, settings)
      case 'ledger': {
        const entries = await readAtOnce(session, session.db.collection<Entry>(`${settings.prefix}_ledger`), settings)
        return { type: 'ok', value: entries.map((entry) => entry._id) }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

function transfer(session: MongodbSession, { id, from, to, amount }: Transfer, settings: LaneSettings): Promise<Completion> {
  const accounts = session.db.collection<Account>(`${settings.prefix}_accounts`)
  const ledger = session.db.collection<Entry>(`${settings.prefix}_ledger`)
  return session.transaction<Completion>(settings, async (transaction, abort) => {
    const held = await accounts.find(only(from, to), { session: transaction, sort: { _id: 1 } }).toArray()
    if (held.find((account) => account._id === from)!.balance < amount) {
      return abort({ type: 'fail', error: { code: 'insufficient-funds', message: `${from} holds less than ${amount}` } })
    }
    // One command for both, in one order of the keys; the snapshot makes a transfer in between a write conflict.
    await accounts.bulkWrite(
      held.map((account) => ({
        updateOne: {
          filter: { _id: account._id },
          update: { $set: { last: id }, $inc: { balance: account._id === from ? -amount : amount, version: 1 } },
        },
      })),
      { session: transaction },
    )
    await ledger.insertOne({ _id: id }, { session: transaction })
    return { type: 'ok', value: { versions: Object.fromEntries(held.map((account) => [account._id, account.version + 1])) } }
  })
}

function only(from: string, to: string): Filter<Account> {
  return { _id: { $in: [from, to] } }
}

async function readAll(session: MongodbSession, settings: LaneSettings): Promise<Completion> {
  const accounts = await readAtOnce(session, session.db.collection<Account>(`${settings.prefix}_accounts`), settings)
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
 * Reads a collection as of one moment. In a transaction, which only a primary takes, the commit decides: with w:majority
 * it waits for a no-op of its own to be replicated, so a primary that was cut off cannot answer with old data.
 * A `find` at a snapshot works at every member, as of what that member knows a majority has.
 */
function readAtOnce<T extends { _id: string }>(session: MongodbSession, collection: Collection<T>, settings: LaneSettings): Promise<WithId<T>[]> {
  const read = (options: FindOptions & { session?: ClientSession }) => collection.find({}, { ...options, sort: { _id: 1 } }).toArray()
  if (settings.reads === 'snapshot find') return read(readOptions(settings))
  return session.transaction(settings, (transaction) => read({ session: transaction }))
}
