import type { Cluster } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { admin, oneSchema } from './admin.ts'
import { DATA_CENTRE, KEYSPACE } from './configuration.ts'
import { health, VIEW_SCHEMA } from './view.ts'

/** Every node holds everything. */
const WORKLOADS = `create keyspace if not exists ${KEYSPACE} with replication = {'class': 'NetworkTopologyStrategy', '${DATA_CENTRE}': 3}`

/** Waits for all nodes to answer, makes the keyspaces through the first one, waits until the ring is whole. */
export async function boot(cluster: Cluster): Promise<void> {
  await Promise.all(cluster.nodes.map((node) => waitForCql(cluster, node)))
  await waitFor('all nodes to know each other', () => ringKnown(cluster), { timeoutMs: 60_000, explain: () => cluster.logTail(cluster.nodes[0]!) })
  const first = await admin(cluster, cluster.nodes[0]!, 5000)
  for (const statement of [WORKLOADS, ...VIEW_SCHEMA]) {
    await first.execute(statement)
    await oneSchema(cluster)
  }
  await whole(cluster)
}

/** Waits until {@link health} finds nothing wrong. */
export async function whole(cluster: Cluster): Promise<void> {
  await waitFor(
    'a whole ring',
    async () => {
      const { ok, detail } = await health(cluster)
      if (!ok) throw new Error(detail)
      return true
    },
    { timeoutMs: 60_000, everyMs: 250, explain: () => cluster.logTail(cluster.nodes[0]!) },
  )
}

async function waitForCql(cluster: Cluster, node: Cluster['nodes'][number]): Promise<void> {
  await waitFor(`CQL on ${node}`, () => admin(cluster, node, 2000), { timeoutMs: 120_000, everyMs: 250, explain: () => cluster.logTail(node) })
}

/** A keyspace that is made before all members are known reaches the late ones by gossip only, seconds later. */
async function ringKnown(cluster: Cluster): Promise<true | undefined> {
  const counts = await Promise.all(
    cluster.nodes.map(async (node) => {
      const client = await admin(cluster, node, 2000)
      return (await client.execute('select peer, schema_version from system.peers_v2')).rows.filter((row) => row.schema_version !== null).length
    }),
  )
  return counts.every((count) => count === cluster.nodes.length - 1) ? true : undefined
}
