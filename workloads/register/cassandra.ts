import type { Completion } from '../../src/core/op.ts'
import type { StoreWorkload } from '../../src/core/workload.ts'
import type { CassandraSession, Statement } from '../../src/stores/cassandra/client.ts'
import { decide, patience } from '../../src/stores/cassandra/conditional.ts'
import { type CassandraLane, fill, laneOf, readRows, writePlainly } from '../../src/stores/cassandra/lanes.ts'

/**
 * One partition a register. Its value is a static column; the rows under it are receipts of lightweight transactions,
 * and plain writes leave none. Either all changes are plain or all are lightweight: never both on one register, unless the lane says so (C-6).
 */
export const cassandra: StoreWorkload<CassandraSession> = {
  async setup(session, settings) {
    const { prefix, keys, probeKeys, unboundedKeys, initial } = settings
    const { readRepair } = laneOf(settings)
    const options = readRepair === undefined ? '' : ` with read_repair = '${readRepair}'`
    await session.define(`create table ${prefix}_register (k text, receipt int, void boolean, v int static, primary key (k, receipt))${options}`)
    await fill([keys, probeKeys, unboundedKeys].flat() as string[], (key) =>
      session.execute(`insert into ${prefix}_register (k, v) values (?, ?) using timestamp 1`, [key, initial], 'ALL'),
    )
  },
  async run(session, op, settings) {
    const table = `${settings.prefix}_register`
    const lane = laneOf(settings)
    const key = op.key!
    switch (op.f) {
      case 'read': {
        const rows = await readRows(session, settings, [`select distinct k, v from ${table} where k = ?`, [key]])
        return { type: 'ok', value: rows[0]?.v ?? null }
      }
      case 'write':
        if (lane.lightweight && lane.plainWrites !== true) return swap(session, table, lane, { key, from: null, to: op.value as number })
        await writePlainly(session, settings, [`update ${table} set v = ? where k = ?`, [op.value, key]])
        return { type: 'ok', value: op.value }
      case 'cas': {
        const [from, to] = op.value as [number, number]
        return swap(session, table, lane, { key, from, to })
      }
      default:
        throw new TypeError(`register has no operation ${op.f}`)
    }
  },
}

/** Sets a register under the condition that it holds `from`, or anything at all where `from` is null. */
async function swap(
  session: CassandraSession,
  table: string,
  { write }: CassandraLane,
  { key, from, to }: { readonly key: string; readonly from: number | null; readonly to: number },
): Promise<Completion> {
  const statements: Statement[] = [
    [`update ${table} set v = ? where k = ? if v ${from === null ? '!=' : '='} ?`, [to, key, from]],
    [`insert into ${table} (k, receipt) values (?, ?)`, [key, to]],
  ]
  const change = {
    attempt: () => session.batch(statements, write),
    cancel: () => session.execute(`insert into ${table} (k, receipt, void) values (?, ?, true) if not exists`, [key, to], write),
  }
  const decision = await decide(change, patience(session))
  if (decision.type === 'applied') return { type: 'ok', value: from === null ? to : [from, to] }
  if (decision.type === 'cancelled') return { type: 'fail', error: { code: 'not-applied', message: `others changed ${key} at the same time` } }
  // Cassandra answers with the value that it found: a read like any other.
  const seen = (decision.rows[0]?.v ?? null) as number | null
  return { type: 'fail', error: { code: 'cas-mismatch', message: `the register holds ${seen}, not ${from}` }, value: seen }
}
