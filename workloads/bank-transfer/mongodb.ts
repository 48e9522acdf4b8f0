import type { Collection, Document, Filter, FindOptions } from 'mongodb'
import type { Completion } from '../../src/core/op.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
import type { MongodbSession } from '../../src/stores/mongodb/session.ts'
import { createFilled } from '../../src/stores/mongodb/collections.ts'
import { readOptions } from '../../src/stores/mongodb/concerns.ts'
import type { Transfer } from './workload.ts'

interface Account {
  readonly _id: string
  readonly balance: number
  readonly version: number
  readonly last: string | null
  /**
   * The transfers that changed this account, each with the version it made. Both sides of a transfer note it here, so it
   * is one command, and its versions can be read after the commit, when they no longer keep others from the documents.
   */
  readonly changes: { readonly [transfer: string]: number }
}

/** Two balances and the ledger of transfers change in one transaction; all accounts are read at one snapshot. */
export const mongodb: StoreWorkload<MongodbSession> = {
  async setup({ db }, { prefix, accounts, initial }) {
    await createFilled<Account>(
      db,
      `${prefix}_accounts`,
      (accounts as string[]).map((account) => ({ _id: account, balance: initial as number, version: 0, last: null, changes: {} })),
    )
  },
  async run(session, op, settings) {
    switch (op.f) {
      case 'transfer':
        return transfer(session, op.value as unknown as Transfer, settings)
      case 'read':
        return balances(await readAll(session, settings, { changes: 0 }))
      case 'ledger': {
        const accounts = await readAll(session, settings, { changes: 1 })
        return { type: 'ok', value: [...new Set(accounts.flatMap((account) => Object.keys(account.changes)))].sort() }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

/**
 * Takes both documents with one command, in one order for all: a transfer that finds another at work on either ends
 * there and then, and of several that compete one always gets through.
 */
async function transfer(session: MongodbSession, { id, from, to, amount }: Transfer, settings: LaneSettings): Promise<Completion> {
  const accounts = session.db.collection<Account>(`${settings.prefix}_accounts`)
  const pay: Update = { filter: { _id: from, balance: { $gte: amount } }, update: change(id, -amount) }
  const receive: Update = { filter: { _id: to }, update: change(id, amount) }
  const both = (from < to ? [pay, receive] : [receive, pay]).map((updateOne) => ({ updateOne }))
  const paid = await session.write(settings, async (transaction, abort) => {
    const { matchedCount } = await accounts.bulkWrite(both, { session: transaction })
    return matchedCount === both.length || abort(false)
  })
  if (!paid) return { type: 'fail', error: { code: 'insufficient-funds', message: `${from} holds less than ${amount}` } }
  return { type: 'ok', value: { versions: await versionsMade(accounts, id, [from, to]) } }
}

interface Update {
  readonly filter: Filter<Account>
  readonly update: Document[]
}

function change(id: string, amount: number): Document[] {
  const next = { $add: ['$version', 1] }
  return [{ $set: { balance: { $add: ['$balance', amount] }, version: next, last: id, [`changes.${id}`]: next } }]
}

/** A transfer is acknowledged by its commit, so a read that brings nothing afterwards costs the versions and no more. */
async function versionsMade(accounts: Collection<Account>, id: string, changed: readonly string[]): Promise<{ [account: string]: number }> {
  const found = await accounts
    .find({ _id: { $in: changed } }, { projection: { changes: { [id]: 1 } } })
    .toArray()
    .catch(() => [])
  return Object.fromEntries(found.flatMap(({ _id, changes }) => (changes?.[id] === undefined ? [] : [[_id, changes[id]]])))
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
function readAll(session: MongodbSession, settings: LaneSettings, projection: { changes: 0 | 1 }): Promise<Account[]> {
  const accounts = session.db.collection<Account>(`${settings.prefix}_accounts`)
  const read = (options: FindOptions) => accounts.find({}, { ...options, projection, sort: { _id: 1 } }).toArray()
  if (settings.reads === 'snapshot find') return read(readOptions(settings))
  return session.read(settings, (transaction) => read({ session: transaction }))
}
