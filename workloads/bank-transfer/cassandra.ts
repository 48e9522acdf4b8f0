import type { types } from 'cassandra-driver'
import type { Completion } from '../../src/core/op.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
import type { CassandraSession, Statement } from '../../src/stores/cassandra/client.ts'
import { decide, patience } from '../../src/stores/cassandra/conditional.ts'
import { fill, laneOf, readRows } from '../../src/stores/cassandra/lanes.ts'
import type { Transfer } from './workload.ts'

type Bank = StoreWorkload<CassandraSession>

/** What one account row says. */
interface Account {
  readonly balance: number
  readonly version: number
}

/**
 * A bank without conditions. Each account is a partition of its own; balances are read and written back, two accounts
 * and the ledger in one batch. A logged batch is all-or-nothing in the end, but neither isolated nor guarded: of two
 * transfers that read the same balance, the later one undoes the other. It also needs a second live node for its batch
 * log, whatever the consistency level, so a node that is cut off can only send unlogged ones.
 */
const plain: Bank = {
  async setup(session, { prefix, accounts, initial }) {
    // One partition, so that the ledger is read from one replica set and not by a scan.
    await session.define(`create table ${prefix}_ledger (bank text, id text, primary key (bank, id))`)
    await session.define(`create table ${prefix}_accounts (id text primary key, balance int, version int, last text)`)
    await fill(accounts as string[], (id) =>
      session.execute(`insert into ${prefix}_accounts (id, balance, version) values (?, ?, 0) using timestamp 1`, [id, initial], 'ALL'),
    )
  },
  async run(session, op, settings) {
    const { prefix } = settings
    switch (op.f) {
      case 'transfer':
        return plainTransfer(session, op.value as unknown as Transfer, settings)
      case 'read':
        return allAccounts(await readRows(session, settings, [`select id, balance, version, last from ${prefix}_accounts`, []]))
      case 'ledger': {
        const rows = await readRows(session, settings, [`select id from ${prefix}_ledger where bank = 'bank'`, []])
        return { type: 'ok', value: rows.map((row) => row.id as string) }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

async function plainTransfer(session: CassandraSession, { id, from, to, amount }: Transfer, settings: LaneSettings): Promise<Completion> {
  const { prefix } = settings
  const { read, write, batch } = laneOf(settings)
  const { rows } = await session.execute(`select id, balance, version from ${prefix}_accounts where id in (?, ?)`, [from, to], read)
  const accounts = accountsOf(rows)
  const source = accounts.get(from)!
  const target = accounts.get(to)!
  if (source.balance < amount) return insufficientFunds(from, amount)
  const put = `update ${prefix}_accounts set balance = ?, version = ?, last = ? where id = ?`
  await session.batch(
    [
      [put, [source.balance - amount, source.version + 1, id, from]],
      [put, [target.balance + amount, target.version + 1, id, to]],
      [`insert into ${prefix}_ledger (bank, id) values ('bank', ?)`, [id]],
    ],
    write,
    batch === 'logged',
  )
  return { type: 'ok', value: { versions: { [from]: source.version + 1, [to]: target.version + 1 } } }
}

/**
 * A bank in one partition, accounts and ledger alike, since a lightweight transaction reaches no further than one
 * partition. A transfer is one batch under the condition that both accounts are still as they were read.
 */
const conditional: Bank = {
  async setup(session, { prefix, accounts, initial }) {
    await session.define(
      `create table ${prefix}_bank (bank text, kind text, id text, balance int, version int, last text, void boolean, primary key (bank, kind, id))`,
    )
    await fill(accounts as string[], (id) =>
      session.execute(
        `insert into ${prefix}_bank (bank, kind, id, balance, version) values ('bank', 'account', ?, ?, 0) using timestamp 1`,
        [id, initial],
        'ALL',
      ),
    )
  },
  async run(session, op, settings) {
    const { prefix } = settings
    switch (op.f) {
      case 'transfer':
        return conditionalTransfer(session, op.value as unknown as Transfer, settings)
      case 'read': {
        const cql = `select id, balance, version, last from ${prefix}_bank where bank = 'bank' and kind = 'account'`
        return allAccounts(await readRows(session, settings, [cql, []]))
      }
      case 'ledger': {
        const rows = await readRows(session, settings, [`select id, void from ${prefix}_bank where bank = 'bank' and kind = 'transfer'`, []])
        return { type: 'ok', value: rows.filter((row) => row.void !== true).map((row) => row.id as string) }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

async function conditionalTransfer(session: CassandraSession, transfer: Transfer, settings: LaneSettings): Promise<Completion> {
  const { id, from, to, amount } = transfer
  const { prefix } = settings
  const { write } = laneOf(settings)
  const more = patience(session)
  // The ledger entry is the receipt.
  const cancel = () => session.execute(`insert into ${prefix}_bank (bank, kind, id, void) values ('bank', 'transfer', ?, true) if not exists`, [id], write)
  const query = accountsQuery(prefix, from, to)
  // Only a first guess, so any level will do: the condition decides.
  let accounts = accountsOf((await session.execute(...query, 'ONE')).rows)
  // A guess is no ground for a refusal.
  if (accounts.get(from)!.balance < amount) accounts = accountsOf(await readRows(session, settings, query))
  do {
    const source = accounts.get(from)!
    const target = accounts.get(to)!
    if (source.balance < amount) return insufficientFunds(from, amount)
    const decision = await decide({ attempt: () => session.batch(statements(prefix, transfer, source, target), write), cancel }, more)
    if (decision.type === 'applied') return { type: 'ok', value: { versions: { [from]: source.version + 1, [to]: target.version + 1 } } }
    if (decision.type === 'cancelled') break
    // A definite "not applied": the next attempt cannot move the money twice.
    accounts = accountsOf(decision.rows)
  } while (more())
  return { type: 'fail', error: { code: 'not-applied', message: `others changed ${from} or ${to} at the same time` } }
}

function accountsQuery(prefix: string, from: string, to: string): Statement {
  return [`select id, balance, version from ${prefix}_bank where bank = 'bank' and kind = 'account' and id in (?, ?)`, [from, to]]
}

function statements(prefix: string, { id, from, to, amount }: Transfer, source: Account, target: Account): Statement[] {
  const put = `update ${prefix}_bank set balance = ?, version = ?, last = ? where bank = 'bank' and kind = 'account' and id = ? if balance = ? and version = ?`
  return [
    [put, [source.balance - amount, source.version + 1, id, from, source.balance, source.version]],
    [put, [target.balance + amount, target.version + 1, id, to, target.balance, target.version]],
    [`insert into ${prefix}_bank (bank, kind, id) values ('bank', 'transfer', ?)`, [id]],
  ]
}

/** Accounts by id, from rows with `id`, `balance` and `version`. */
function accountsOf(rows: readonly types.Row[]): Map<string, Account> {
  return new Map(rows.map((row) => [row.id, { balance: row.balance, version: row.version }]))
}

/** The answer of a read of all accounts. */
function allAccounts(rows: readonly types.Row[]): Completion {
  const sorted = rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return {
    type: 'ok',
    value: {
      balances: Object.fromEntries(sorted.map((row) => [row.id, row.balance])),
      versions: Object.fromEntries(sorted.map((row) => [row.id, row.version])),
      last: Object.fromEntries(sorted.map((row) => [row.id, row.last])),
    },
  }
}

function insufficientFunds(account: string, amount: number): Completion {
  return { type: 'fail', error: { code: 'insufficient-funds', message: `${account} holds less than ${amount}` } }
}

/** Two banks that have nothing in common but their answers. */
export const cassandra: Bank = {
  setup: (session, settings) => (laneOf(settings).lightweight ? conditional : plain).setup(session, settings),
  run: (session, op, settings) => (laneOf(settings).lightweight ? conditional : plain).run(session, op, settings),
}
