import type { NodeId } from '../../core/ids.ts'
import type { Cluster } from '../../core/store.ts'
import { within } from '../../core/within.ts'
import { administer } from './client.ts'

/** What one node is. */
export interface Role {
  readonly node: NodeId
  /** Timeline that a primary writes, eight hexadecimal digits; every promotion begins a higher one. Null for a standby. */
  readonly timeline: string | null
  /** Bytes of log up to here are safe on this node: flushed by a primary, received by a standby. */
  readonly log: number
}

/** SQL for a role's timeline. The control file would know it only after the next checkpoint; names of log files begin with it. */
export const TIMELINE = 'case when pg_is_in_recovery() then null else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end'

const ROLE = `
select ${TIMELINE} as timeline,
       coalesce(pg_wal_lsn_diff(case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_flush_lsn() end, '0/0'), 0)::float8 as log`

/** Asks a node itself, past all links. */
export function roleOf(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Role> {
  return administer(cluster, node, timeoutMs, async (client) => {
    const { rows } = await within(timeoutMs, `role of ${node}`, client.query(ROLE))
    return { node, timeline: rows[0].timeline, log: rows[0].log }
  })
}

/** The primary; of several the one that was promoted last. Null when there is none. */
export function leaderAmong(roles: readonly Pick<Role, 'node' | 'timeline'>[]): NodeId | null {
  const primaries = roles.filter((role): role is { node: NodeId; timeline: string } => role.timeline !== null)
  return primaries.toSorted((a, b) => (a.timeline === b.timeline ? 0 : a.timeline < b.timeline ? 1 : -1))[0]?.node ?? null
}

/** The standby that has received most of the log: who promotes another one loses what only this one has. Null when there is none. */
export function mostAdvanced(roles: readonly Role[]): Role | null {
  return roles.filter(({ timeline }) => timeline === null).toSorted((a, b) => b.log - a.log)[0] ?? null
}
