import type { types } from 'cassandra-driver'
import type { NodeId } from '../../core/ids.ts'
import type { LaneSettings } from '../../core/workload.ts'
import type { CassandraSession, Level, Statement } from './client.ts'
import { skewed } from './skewed-clock.ts'
import { patience, readSerially } from './conditional.ts'

/** A lane's settings as Cassandra's profiles write them. */
export interface CassandraLane {
  readonly write: Level
  readonly read: Level
  /** Every change is a lightweight transaction; `write` is then the level of its commit. */
  readonly lightweight: boolean
  /** With `lightweight`: registers are compared and set by lightweight transactions, and written plainly all the same. */
  readonly plainWrites?: true
  /** Milliseconds by which the clocks of clients are ahead (below 0: behind), by the node that they live beside. */
  readonly clockSkewMs?: { readonly [home: NodeId]: number }
  /** Table option `read_repair`; Cassandra's own default (BLOCKING) when absent. */
  readonly readRepair?: 'NONE'
  /** Likes are read and written back, in a plain column. */
  readonly readModifyWrite?: true
  /** A like that timed out is sent a second time. */
  readonly blindRetry?: true
  /** How a bank of plain writes sends a transfer. */
  readonly batch?: 'logged' | 'unlogged'
}

export function laneOf(settings: LaneSettings): CassandraLane {
  return settings as unknown as CassandraLane
}

/** Reads as the lane says. */
export async function readRows(session: CassandraSession, settings: LaneSettings, [cql, params]: Statement): Promise<readonly types.Row[]> {
  const { read } = laneOf(settings)
  const ask = () => session.execute(cql, params, read)
  return (await (read === 'SERIAL' ? readSerially(ask, patience(session)) : ask())).rows
}

/** Writes without a condition as the lane says, by the clock of this client. */
export async function writePlainly(session: CassandraSession, settings: LaneSettings, [cql, params]: Statement): Promise<void> {
  const { write, clockSkewMs } = laneOf(settings)
  await session.execute(cql, params, write, clockSkewMs === undefined ? {} : { timestamp: skewed(clockSkewMs[session.home] ?? 0) })
}

/** Rows of a set-up that are under way at one time, and attempts at each: a cold server may miss its own time limits. */
const AT_ONCE = 32
const ATTEMPTS = 10
const PAUSE_MS = 100

/**
 * Writes first rows. The statements must do no harm when they are repeated, and should say `using timestamp 1`: whatever
 * comes later wins over them by its timestamp, be it a plain write or a lightweight transaction. (A plain write with a
 * timestamp of today could win over a lightweight one that follows it, since those take theirs from another clock; C-6.)
 */
export async function fill<T>(rows: readonly T[], write: (row: T) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < rows.length; first += AT_ONCE) await Promise.all(rows.slice(first, first + AT_ONCE).map((row) => repeat(() => write(row))))
}

async function repeat(write: () => Promise<unknown>): Promise<void> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      await write()
      return
    } catch (error) {
      if (left === 1) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}
