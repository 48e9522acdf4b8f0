import type { Client } from 'cassandra-driver'
import { messageOf } from '../../core/errors.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Cluster } from '../../core/store.ts'
import type { ViewRecord } from '../../core/trial.ts'
import { within } from '../../core/within.ts'
import { admin, schemaVersion } from './admin.ts'
import { tokenOf } from './configuration.ts'
import { classify } from './errors.ts'

/**
 * A keyspace of one replica: each token belongs to one node only. A node that believes the owner of a token down refuses
 * to read it (Unavailable) at once; one that believes it up asks it. So a read of a token range of one node is a
 * question to the coordinator's own failure detector, which no virtual table of 5.0 shows.
 */
export const VIEW_SCHEMA = [
  "create keyspace if not exists capcheck_view with replication = {'class': 'SimpleStrategy', 'replication_factor': 1}",
  'create table if not exists capcheck_view.owners (id bigint primary key)',
] as const

const ASK_OWNER = 'select id from capcheck_view.owners where token(id) > ? and token(id) <= ?'
const GOSSIP = 'select address, heartbeat from system_views.gossip_info'

/** What a node says of a peer: `down` is its failure detector's word, `silent` a peer it believes up that gave no answer. */
export type PeerState = 'up' | 'silent' | 'down'

/** One node's own view: its heartbeats of all nodes, and what its failure detector believes of each peer. */
export async function view(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Omit<ViewRecord, 'time' | 'phase'>> {
  const client = await admin(cluster, node, timeoutMs)
  const { rows } = await within(timeoutMs, `view of ${node}`, client.execute(GOSSIP, [], { prepare: true }))
  const peers = await peerStates(client, cluster, node, timeoutMs)
  const heartbeats = Object.fromEntries(rows.map((row) => [`n${String(row.address).split('.').at(-1)}`, Number(row.heartbeat)]))
  const reachable = [...peers].filter(([, state]) => state !== 'down').map(([peer]) => peer)
  return { node, alive: true, reachable, role: 'peer', detail: { peers: Object.fromEntries(peers), heartbeats } }
}

async function peerStates(client: Client, cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Map<NodeId, PeerState>> {
  const peers = cluster.nodes.filter((peer) => peer !== node)
  const states = await Promise.all(peers.map((peer) => peerState(client, tokenOf(peer, cluster.nodes), timeoutMs)))
  return new Map(peers.map((peer, index) => [peer, states[index]!]))
}

async function peerState(client: Client, token: bigint, timeoutMs: number): Promise<PeerState> {
  try {
    // The driver takes a 64-bit integer as text.
    await within(timeoutMs, 'the owner of a token', client.execute(ASK_OWNER, [String(token - 1n), String(token)], { prepare: true }))
    return 'up'
  } catch (error) {
    return classify(error, 'read').code === 'unavailable' ? 'down' : 'silent'
  }
}

/** Milliseconds for each question of a health check. */
const HEALTH_MS = 2000

/**
 * Whole means: every node gets answers from every peer, and all have one schema. Hints that wait to be sent are told, not
 * waited for: Cassandra looks for them every ten seconds only, and shows those files alone that it has closed. Whether
 * the replicas agree in the end is what the final reads find out.
 */
export async function health(cluster: Cluster): Promise<{ ok: boolean; detail: string }> {
  const nothing = { schema: null, hints: [] }
  const findings = await Promise.all(
    cluster.nodes.map((node) => findingsOf(cluster, node).catch((error: unknown): Findings => ({ ...nothing, problems: [`${node}: ${messageOf(error)}`] }))),
  )
  const problems = findings.flatMap((each) => each.problems)
  const schemas = new Set(findings.map(({ schema }) => schema))
  if (problems.length === 0 && schemas.size > 1) problems.push('the nodes have different schemas')
  const hints = findings.flatMap((each) => each.hints)
  const detail = problems.length > 0 ? problems : ['every node reaches every other, one schema', ...(hints.length > 0 ? hints : ['no hint files waiting'])]
  return { ok: problems.length === 0, detail: detail.join('; ') }
}

interface Findings {
  readonly problems: readonly string[]
  readonly schema: string | null
  readonly hints: readonly string[]
}

async function findingsOf(cluster: Cluster, node: NodeId): Promise<Findings> {
  const client = await admin(cluster, node, HEALTH_MS)
  const ask = async (cql: string) => (await within(HEALTH_MS, `health of ${node}`, client.execute(cql, [], { prepare: true }))).rows
  const [peers, schema, hints] = await Promise.all([
    peerStates(client, cluster, node, HEALTH_MS),
    schemaVersion(cluster, node),
    ask('select address, files from system_views.pending_hints'),
  ])
  return {
    problems: [...peers].filter(([, state]) => state !== 'up').map(([peer, state]) => `${node} finds ${peer} ${state}`),
    schema,
    hints: hints.map((row) => `${node} keeps ${row.files} hint files for ${row.address}`),
  }
}
