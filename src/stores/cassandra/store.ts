import { messageOf } from '../../core/errors.ts'
import type { Cluster, Store } from '../../core/store.ts'
import { admin } from './admin.ts'
import { boot, whole } from './boot.ts'
import { CassandraNodeClient, type CassandraSession } from './client.ts'
import { CQL_PORT, STORAGE_PORT } from './configuration.ts'
import { container } from './container.ts'
import { DRIVER_SETTINGS } from './driver.ts'
import { classify, ERROR_TABLE } from './errors.ts'
import { prepareNode } from './nodes.ts'
import { PROFILES } from './profiles.ts'
import { health, view } from './view.ts'

/** Not the magic number of Cassandra's internode protocol: any node closes the connection when it reads this. */
const WRONG_MAGIC = new Uint8Array(16)

/** Apache Cassandra 5.0: a ring in which every node holds everything. */
export const cassandra: Store<CassandraSession> = {
  id: 'cassandra',
  title: 'Cassandra',
  textbook: 'AP',
  profiles: PROFILES,
  linkPort: STORAGE_PORT,
  clientPort: CQL_PORT,
  probePayload: WRONG_MAGIC,
  prepareNode,
  container,
  boot,
  // Server settings are the same for all profiles; what differs goes with each request.
  configure: whole,
  driverSettings: DRIVER_SETTINGS,
  readSettings,
  view,
  health: (cluster) => health(cluster).catch((error: unknown) => ({ ok: false, detail: messageOf(error) })),
  actions: {},
  watchLeader: null,
  open: (cluster, home, node, options) => new CassandraNodeClient(cluster, home, node, options),
  classify,
  errorTable: ERROR_TABLE,
}

async function readSettings(cluster: Cluster): Promise<{ [name: string]: string }> {
  const settings: { [name: string]: string } = {}
  for (const node of cluster.nodes) {
    const client = await admin(cluster, node, 5000)
    const names = Object.keys(PROFILES[0]!.serverSettings).filter((name) => !name.startsWith('cassandra.'))
    const properties = Object.keys(PROFILES[0]!.serverSettings).filter((name) => name.startsWith('cassandra.'))
    for (const name of names) {
      const { rows } = await client.execute('select value from system_views.settings where name = ?', [name], { prepare: true })
      settings[`${node}.${name}`] = String(rows[0]?.value)
    }
    for (const name of properties) {
      const { rows } = await client.execute('select value from system_views.system_properties where name = ?', [name], { prepare: true })
      settings[`${node}.${name}`] = String(rows[0]?.value)
    }
    const { rows } = await client.execute('select release_version from system.local')
    settings[`${node}.release_version`] = rows[0]!.release_version
  }
  return settings
}
