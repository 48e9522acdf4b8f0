import type { StoreWorkload } from '../../src/core/workload.ts'
import type { PostgresSession } from '../../src/stores/postgres/session.ts'
import { refusedByStandby } from '../../src/stores/postgres/routing.ts'

/** One row a post; a like is one atomic `likes + 1`. */
export const postgres: StoreWorkload<PostgresSession> = {
  async setup(session, { prefix, posts }) {
    await session.query(`create table ${prefix}_likes (post text primary key, likes bigint not null)`)
    await session.query(`insert into ${prefix}_likes select unnest($1::text[]), 0`, [posts])
  },
  async run(session, op, settings) {
    const table = `${settings.prefix}_likes`
    switch (op.f) {
      case 'like':
      case 'unlike': {
        await session.query(`update ${table} set likes = likes + $2 where post = $1`, [op.key, op.f === 'like' ? 1 : -1], 'likes-add')
        return { type: 'ok', value: null }
      }
      case 'read': {
        const { rows } = await session.query(`select likes, pg_is_in_recovery() as standby from ${table} where post = $1`, [op.key], 'likes-read')
        return refusedByStandby(rows[0], settings) ?? { type: 'ok', value: rows[0] === undefined ? null : Number(rows[0].likes) }
      }
      default:
        throw new TypeError(`likes-counter has no operation ${op.f}`)
    }
  },
}
