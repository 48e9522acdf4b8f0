import { sendAgain } from '../../src/core/blind-retry.ts'
import type { Completion, Op } from '../../src/core/op.ts'
import type { LaneSettings, StoreWorkload } from '../../src/core/workload.ts'
import type { CassandraSession, Statement } from '../../src/stores/cassandra/client.ts'
import { decide, patience } from '../../src/stores/cassandra/conditional.ts'
import { classify } from '../../src/stores/cassandra/errors.ts'
import { fill, laneOf, readRows, writePlainly } from '../../src/stores/cassandra/lanes.ts'

/**
 * A counter column. Or, under lightweight transactions, a static number changed by compare-and-set, with receipts. Or a
 * plain number that is read and written back.
 */
export const cassandra: StoreWorkload<CassandraSession> = {
  async setup(session, settings) {
    const { prefix, posts } = settings
    const { lightweight, readModifyWrite } = laneOf(settings)
    const plain = `post text primary key, likes ${readModifyWrite ? 'int' : 'counter'}`
    await session.define(`create table ${prefix}_likes (${lightweight ? 'post text, receipt int, void boolean, likes int static, primary key (post, receipt)' : plain})`)
    const first = lightweight || readModifyWrite
      ? `insert into ${prefix}_likes (post, likes) values (?, 0) using timestamp 1`
      : `update ${prefix}_likes set likes = likes + 0 where post = ?`
    await fill(posts as string[], (post) => session.execute(first, [post], 'ALL'))
  },
  async run(session, op, settings) {
    const table = `${settings.prefix}_likes`
    const lane = laneOf(settings)
    switch (op.f) {
      case 'like':
      case 'unlike': {
        const change = op.f === 'like' ? 1 : -1
        if (lane.lightweight) return swap(session, op, change, settings)
        if (lane.readModifyWrite) return writeBack(session, op, change, settings)
        const add = () => session.execute(`update ${table} set likes = likes + ? where post = ?`, [change, op.key], lane.write)
        if (lane.blindRetry) return sendAgain(add, { lost: (error) => classify(error, 'write').code === 'write-timeout' })
        await add()
        return { type: 'ok', value: null }
      }
      case 'read': {
        const rows = await readRows(session, settings, [lane.lightweight ? readStatic(table) : `select likes from ${table} where post = ?`, [op.key]])
        return { type: 'ok', value: rows[0] === undefined ? null : Number(rows[0].likes) }
      }
      default:
        throw new TypeError(`likes-counter has no operation ${op.f}`)
    }
  },
}

/** What an application does that has no counter: of two that read the same number, the later one undoes the other. */
async function writeBack(session: CassandraSession, op: Op, change: number, settings: LaneSettings): Promise<Completion> {
  const table = `${settings.prefix}_likes`
  const rows = await readRows(session, settings, [`select likes from ${table} where post = ?`, [op.key]])
  await writePlainly(session, settings, [`update ${table} set likes = ? where post = ?`, [Number(rows[0]!.likes) + change, op.key]])
  return { type: 'ok', value: null }
}

/** Reads the static column only, past all receipts. */
function readStatic(table: string): string {
  return `select distinct post, likes from ${table} where post = ?`
}

async function swap(session: CassandraSession, op: Op, change: number, settings: LaneSettings): Promise<Completion> {
  const table = `${settings.prefix}_likes`
  const { write } = laneOf(settings)
  const { id } = op.value as { id: number }
  const more = patience(session)
  const cancel = () => session.execute(`insert into ${table} (post, receipt, void) values (?, ?, true) if not exists`, [op.key, id], write)
  const swapFrom = (likes: number): Statement[] => [
    [`update ${table} set likes = ? where post = ? if likes = ?`, [likes + change, op.key, likes]],
    [`insert into ${table} (post, receipt) values (?, ?)`, [op.key, id]],
  ]
  // Only a first guess, so any level will do: the condition decides.
  const { rows } = await session.execute(readStatic(table), [op.key], 'ONE')
  let likes = rows[0]!.likes as number
  do {
    const statements = swapFrom(likes)
    const decision = await decide({ attempt: () => session.batch(statements, write), cancel }, more)
    if (decision.type === 'applied') return { type: 'ok', value: null }
    if (decision.type === 'cancelled') break
    // A definite "not applied": the next attempt cannot count a like twice.
    likes = decision.rows[0]!.likes as number
  } while (more())
  return { type: 'fail', error: { code: 'not-applied', message: `others changed ${op.key} at the same time` } }
}
