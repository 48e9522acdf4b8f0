import type { Completion } from '../../src/core/op.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
import type { PostgresRows, PostgresSession } from '../../src/stores/postgres/session.ts'
import { NotCommittedError } from '../../src/core/not-committed.ts'
import { refusedByStandby } from '../../src/stores/postgres/routing.ts'
import type { Transfer } from './workload.ts'

/** Balances and the ledger of transfers change in one transaction; all balances are read by one statement. */
export const postgres: StoreWorkload<PostgresSession> = {
  async setup(session, { prefix, accounts, initial }) {
    await session.query(
      `create table ${prefix}_accounts (id text primary key, balance bigint not null check (balance >= 0), version bigint not null, last text)`,
    )
    await session.query(`create table ${prefix}_ledger (id text primary key)`)
    await session.query(`insert into ${prefix}_accounts select unnest($1::text[]), $2, 0, null`, [accounts, initial])
  },
  async run(session, op, settings) {
    switch (op.f) {
      case 'transfer':
        return transfer(session, op.value as unknown as Transfer, settings)
      case 'read':
        return readAll(session, settings)
      case 'ledger': {
        const { rows } = await session.query(
          `select array(select id from ${settings.prefix}_ledger order by id) as ids, pg_is_in_recovery() as standby`,
        )
        return refusedByStandby(rows[0], settings) ?? { type: 'ok', value: rows[0]!.ids as string[] }
      }
      default:
        throw new TypeError(`bank-transfer has no operation ${op.f}`)
    }
  },
}

/** The lane's `changes`: new balances are reckoned by the client, from balances that it does not lock. */
const READ_THEN_WRITTEN = 'read, then written back'

async function transfer(session: PostgresSession, { id, from, to, amount }: Transfer, settings: LaneSettings): Promise<Completion> {
  const { prefix } = settings
  const versions: { [account: string]: number } = {}
  try {
    await session.query(commitsLocally(amount, settings) ? 'begin; set local synchronous_commit = local' : 'begin')
    const { rows } = await readBoth(session, from, to, settings)
    if (Number(rows.find((row) => row.id === from)!.balance) < amount) {
      await session.query('rollback')
      return { type: 'fail', error: { code: 'insufficient-funds', message: `${from} holds less than ${amount}` } }
    }
    for (const row of rows) versions[row.id as string] = Number(row.version) + 1
    if (settings.changes === READ_THEN_WRITTEN) await writeBack(session, rows, { id, from, to, amount }, settings)
    else {
      await session.query(
        `update ${prefix}_accounts set balance = balance + case id when $1 then -$3::bigint else $3::bigint end, version = version + 1, last = $4
          where id in ($1, $2)`,
        [from, to, amount, id],
        'bank-move',
      )
    }
    await session.query(`insert into ${prefix}_ledger values ($1)`, [id], 'bank-note')
  } catch (error) {
    await session.query('rollback').catch(() => undefined)
    throw new NotCommittedError(error)
  }
  await session.query('commit')
  return { type: 'ok', value: { versions } }
}

/** Both rows are locked in one order, so two transfers never wait for each other in a ring. */
function readBoth(session: PostgresSession, from: string, to: string, { prefix, changes }: LaneSettings): Promise<PostgresRows> {
  const query = `select id, balance, version from ${prefix}_accounts where id in ($1, $2) order by id`
  return changes === READ_THEN_WRITTEN ? session.query(query, [from, to], 'bank-look') : session.query(`${query} for update`, [from, to], 'bank-lock')
}

async function writeBack(session: PostgresSession, rows: PostgresRows['rows'], { id, from, amount }: Transfer, { prefix }: LaneSettings): Promise<void> {
  for (const row of rows) {
    const balance = Number(row.balance) + (row.id === from ? -amount : amount)
    await session.query(`update ${prefix}_accounts set balance = $2, version = $3, last = $4 where id = $1`, [row.id, balance, Number(row.version) + 1, id], 'bank-put')
  }
}

/** The lane's `localBelow`: transfers of less than that do not wait for a standby. */
function commitsLocally(amount: number, { localBelow }: LaneSettings): boolean {
  return typeof localBelow === 'number' && amount < localBelow
}

async function readAll(session: PostgresSession, settings: LaneSettings): Promise<Completion> {
  const { rows } = await session.query(
    `select id, balance, version, last, pg_is_in_recovery() as standby from ${settings.prefix}_accounts order by id`,
    [],
    'bank-read',
  )
  return (
    refusedByStandby(rows[0], settings) ?? {
      type: 'ok',
      value: {
        balances: Object.fromEntries(rows.map((row) => [row.id, Number(row.balance)])),
        versions: Object.fromEntries(rows.map((row) => [row.id, Number(row.version)])),
        last: Object.fromEntries(rows.map((row) => [row.id, row.last])),
      },
    }
  )
}
