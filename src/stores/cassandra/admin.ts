import type { Client } from 'cassandra-driver'
import type { NodeId } from '../../core/ids.ts'
import type { Cluster } from '../../core/store.ts'
import { waitFor } from '../../core/wait.ts'
import { within } from '../../core/within.ts'
import { pinnedClient } from './driver.ts'

const admins = new WeakMap<Cluster, Map<NodeId, Client>>()

/** The harness's own connection to a node, kept for the life of the cluster. */
export async function admin(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Client> {
  let clients = admins.get(cluster)
  if (clients === undefined) admins.set(cluster, (clients = new Map()))
  const known = clients.get(node)
  if (known !== undefined) return known
  const client = pinnedClient(cluster, node, node, { connectTimeoutMs: timeoutMs })
  try {
    await within(timeoutMs, `CQL connection to ${node}`, client.connect())
  } catch (error) {
    client.shutdown().catch(() => undefined)
    throw error
  }
  clients.set(node, client)
  return client
}

/**
 * Waits until all nodes have the same schema, by their own word; what one says of the others lags seconds behind.
 * Nothing else shows it: a replica that does not know a table acknowledges writes to it all the same, and drops them.
 */
export async function oneSchema(cluster: Cluster): Promise<void> {
  await waitFor(
    'all nodes to have one schema',
    async () => {
      const versions = await Promise.all(cluster.nodes.map((node) => schemaVersion(cluster, node)))
      return new Set(versions).size === 1 ? true : undefined
    },
    { timeoutMs: 30_000, everyMs: 20 },
  )
}

/** The version of a node's own schema. */
export async function schemaVersion(cluster: Cluster, node: NodeId): Promise<string> {
  const client = await admin(cluster, node, 2000)
  const { rows } = await within(2000, `schema version of ${node}`, client.execute('select schema_version from system.local', [], { prepare: true }))
  return String(rows[0]!.schema_version)
}
