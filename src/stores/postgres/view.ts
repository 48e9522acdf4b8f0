import { type NodeId, peerAddress } from '../../core/ids.ts'
import type { Cluster, LeaderWatch } from '../../core/store.ts'
import type { ViewRecord } from '../../core/trial.ts'
import { within } from '../../core/within.ts'
import { administer, connect, destroy } from './client.ts'
import { leaderAmong, roleOf, TIMELINE } from './roles.ts'

/** A standby counts as replicating while it has answered the primary this recently; the word "streaming" lags behind. */
const RECENT_MS = 2500

/** What one node says of its peers, by a fresh connection so that nothing old can answer. */
export function view(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Omit<ViewRecord, 'time' | 'phase'>> {
  return administer(cluster, node, timeoutMs, async (client) => {
    const { rows } = await within(timeoutMs, `view of ${node}`, client.query(VIEW, [RECENT_MS]))
    const row = rows[0]
    const reachable: NodeId[] = row.timeline === null ? cluster.nodes.filter((each) => peerAddress(each) === row.sender) : row.standbys
    return { node, alive: true, reachable, role: row.timeline === null ? 'follower' : 'leader', detail: { lsn: row.lsn, timeline: row.timeline, senders: row.senders ?? [] } }
  })
}

const VIEW = `
select ${TIMELINE} as timeline,
       (case when pg_is_in_recovery() then pg_last_wal_receive_lsn() else pg_current_wal_lsn() end)::text as lsn,
       (select sender_host from pg_stat_wal_receiver
         where status = 'streaming' and last_msg_receipt_time > clock_timestamp() - $1 * interval '1 millisecond') as sender,
       coalesce((select array_agg(application_name::text order by application_name) from pg_stat_replication
         where state = 'streaming' and reply_time > clock_timestamp() - $1 * interval '1 millisecond'), '{}') as standbys,
       (select json_agg(json_build_object('name', application_name, 'state', state, 'sync', sync_state, 'replay', replay_lsn::text))
          from pg_stat_replication) as senders`

/** Whole means: all other nodes stream from the primary and have replayed what it had flushed a moment ago. */
export async function health(cluster: Cluster): Promise<{ ok: boolean; detail: string }> {
  const roles = await Promise.all(cluster.nodes.map((node) => roleOf(cluster, node, HEALTH_MS)))
  const primary = leaderAmong(roles)
  if (primary === null) return { ok: false, detail: 'no node is a primary' }
  const rows = await administer(cluster, primary, HEALTH_MS, async (client) => (await within(HEALTH_MS, 'pg_stat_replication', client.query(STANDBYS))).rows)
  const expected = cluster.nodes.length - 1
  // Under load a standby is always some records behind; a megabyte says that it has caught up.
  const ok = rows.filter((row) => row.state === 'streaming' && row.behind < 1_000_000).length === expected
  const seen = rows.map((row) => `${row.name} ${row.state}, ${row.behind} bytes behind`)
  const astray = roles.filter(({ node, timeline }) => timeline !== null && node !== primary).map(({ node }) => `${node} is a primary of its own, left behind by ${primary}: only a rewind or a new copy brings it back`)
  return { ok, detail: [...seen, ...astray].join('; ') || 'no standby connected' }
}

const HEALTH_MS = 3000

const STANDBYS = `
select application_name as name, state, coalesce(pg_wal_lsn_diff(pg_current_wal_flush_lsn(), replay_lsn), 1e12)::float8 as behind
  from pg_stat_replication order by application_name`

/**
 * Looks for the primary the way a libpq client with several hosts and `target_session_attrs=primary` does:
 * asks each node, here through the links of `home`, whether it is in recovery. Of two primaries that can be seen the one
 * that was promoted later is taken.
 */
export function watchLeader(cluster: Cluster, home: NodeId): LeaderWatch {
  const timelines = new Map<NodeId, string | null>()
  const stop = cluster.nodes.map((node) => watchNode(cluster, home, node, timelines))
  return {
    leader: () => leaderAmong([...timelines].map(([node, timeline]) => ({ node, timeline }))),
    close: async () => stop.forEach((end) => end()),
  }
}

const EVERY_MS = 250
const ANSWER_MS = 1000

/** Keeps one connection and asks again and again; silence for a second means that the node is out of sight. */
function watchNode(cluster: Cluster, home: NodeId, node: NodeId, timelines: Map<NodeId, string | null>): () => void {
  let closed = false
  const look = async () => {
    while (!closed) {
      const client = await connect(cluster.dial(home, node), ANSWER_MS).catch(() => null)
      try {
        while (!closed && client !== null) {
          const { rows } = await within(ANSWER_MS, 'role', client.query(`select ${TIMELINE} as timeline`))
          timelines.set(node, rows[0].timeline)
          await pause()
        }
      } catch {
        // Out of sight: fall through, connect again.
      }
      timelines.delete(node)
      if (client !== null) destroy(client)
      await pause()
    }
  }
  const pause = () => new Promise((resolve) => setTimeout(resolve, EVERY_MS))
  void look()
  return () => (closed = true)
}
