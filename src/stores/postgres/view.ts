import type { NodeId } from '../../core/ids.ts'
import type { Cluster, LeaderWatch } from '../../core/store.ts'
import type { ViewRecord } from '../../core/trial.ts'
import { within } from '../../core/within.ts'
import { connect, destroy } from './client.ts'

/** A standby counts as replicating while it has answered the primary this recently; the word "streaming" lags behind. */
const RECENT_MS = 2500

/** What one node says of its peers, by a fresh connection so that nothing old can answer. */
export async function view(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Omit<ViewRecord, 'time' | 'phase'>> {
  const client = await connect(cluster.direct(node), timeoutMs)
  try {
    const { rows } = await within(timeoutMs, `view of ${node}`, client.query(VIEW, [RECENT_MS]))
    const row = rows[0]
    const standby: boolean = row.in_recovery
    const reachable: NodeId[] = standby ? (row.receiving ? [cluster.nodes[0]!] : []) : row.standbys
    return { node, alive: true, reachable, role: standby ? 'follower' : 'leader', detail: { lsn: row.lsn, senders: row.senders ?? [] } }
  } finally {
    destroy(client)
  }
}

const VIEW = `
select pg_is_in_recovery() as in_recovery,
       (case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end)::text as lsn,
       (select count(*) > 0 from pg_stat_wal_receiver
         where status = 'streaming' and last_msg_receipt_time > clock_timestamp() - $1 * interval '1 millisecond') as receiving,
       coalesce((select array_agg(application_name::text order by application_name) from pg_stat_replication
         where state = 'streaming' and reply_time > clock_timestamp() - $1 * interval '1 millisecond'), '{}') as standbys,
       (select json_agg(json_build_object('name', application_name, 'state', state, 'sync', sync_state, 'replay', replay_lsn::text))
          from pg_stat_replication) as senders`

/** Whole means: both standbys stream and have replayed what the primary had flushed a moment ago. */
export async function health(cluster: Cluster): Promise<{ ok: boolean; detail: string }> {
  const primary = await connect(cluster.direct(cluster.nodes[0]!), 3000)
  try {
    const { rows } = await within(
      3000,
      'pg_stat_replication',
      primary.query(`select application_name as name, state, coalesce(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), replay_lsn), 1e12)::float8 as behind
                       from pg_stat_replication order by application_name`),
    )
    const expected = cluster.nodes.length - 1
    // Under load a standby is always some records behind; a megabyte says that it has caught up.
    const ok = rows.filter((row) => row.state === 'streaming' && row.behind < 1_000_000).length === expected
    const seen = rows.map((row) => `${row.name} ${row.state}, ${row.behind} bytes behind`).join('; ') || 'no standby connected'
    return { ok, detail: seen }
  } finally {
    destroy(primary)
  }
}

/**
 * Looks for the primary the way a libpq client with several hosts and `target_session_attrs=primary` does:
 * asks each node, here through the links of `home`, whether it is in recovery.
 */
export function watchLeader(cluster: Cluster, home: NodeId): LeaderWatch {
  const primaries = new Set<NodeId>()
  const stop = cluster.nodes.map((node) => watchNode(cluster, home, node, primaries))
  return {
    leader: () => cluster.nodes.find((node) => primaries.has(node)) ?? null,
    close: async () => stop.forEach((end) => end()),
  }
}

const EVERY_MS = 250
const ANSWER_MS = 1000

/** Keeps one connection and asks again and again; silence for a second means that the node is out of sight. */
function watchNode(cluster: Cluster, home: NodeId, node: NodeId, primaries: Set<NodeId>): () => void {
  let closed = false
  const look = async () => {
    while (!closed) {
      const client = await connect(cluster.dial(home, node), ANSWER_MS).catch(() => null)
      try {
        while (!closed && client !== null) {
          const { rows } = await within(ANSWER_MS, 'role', client.query('select pg_is_in_recovery() as standby'))
          if (rows[0].standby) primaries.delete(node)
          else primaries.add(node)
          await pause()
        }
      } catch {
        // Out of sight: fall through, connect again.
      }
      primaries.delete(node)
      if (client !== null) destroy(client)
      await pause()
    }
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  void look()
  return () => (closed = true)
}
