import type { StoreWorkload } from '../../src/core/workload.ts'
import type { PostgresSession } from '../../src/stores/postgres/session.ts'
import { refusedByStandby } from '../../src/stores/postgres/routing.ts'

/** One row a register; every operation is one statement in its own transaction. */
export const postgres: StoreWorkload<PostgresSession> = {
  async setup(session, { prefix, keys, probeKeys, unboundedKeys, initial }) {
    await session.query(`create table ${prefix}_register (k text primary key, v bigint not null)`)
    await session.query(`insert into ${prefix}_register select unnest($1::text[]), $2`, [[keys, probeKeys, unboundedKeys].flat() as string[], initial])
  },
  async run(session, op, settings) {
    const table = `${settings.prefix}_register`
    switch (op.f) {
      case 'read': {
        const { rows } = await session.query(`select v, pg_is_in_recovery() as standby from ${table} where k = $1`, [op.key], 'register-read')
        return refusedByStandby(rows[0], settings) ?? { type: 'ok', value: rows[0] === undefined ? null : Number(rows[0].v) }
      }
      case 'write': {
        await session.query(`update ${table} set v = $2 where k = $1`, [op.key, op.value], 'register-write')
        return { type: 'ok', value: op.value }
      }
      case 'cas': {
        const [from, to] = op.value as [number, number]
        const { rowCount } = await session.query(`update ${table} set v = $3 where k = $1 and v = $2`, [op.key, from, to], 'register-cas')
        if (rowCount === 1) return { type: 'ok', value: op.value }
        return { type: 'fail', error: { code: 'cas-mismatch', message: `the register does not hold ${from}` } }
      }
      default:
        throw new TypeError(`register has no operation ${op.f}`)
    }
  },
}
