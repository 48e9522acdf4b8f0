import type { NodeId } from '../../core/ids.ts'
import type { Profile } from '../../core/profile.ts'
import type { Cluster, Store } from '../../core/store.ts'
import { messageOf } from '../../core/errors.ts'
import { waitFor } from '../../core/wait.ts'
import { administer, DRIVER_SETTINGS, PostgresNodeClient } from './client.ts'
import type { PostgresSession } from './session.ts'
import { classify, ERROR_TABLE } from './errors.ts'
import { POSTGRES_PORT } from './configuration.ts'
import { container } from './container.ts'
import { cancelWaits, fence, promote } from './failover.ts'
import { prepareNode } from './nodes.ts'
import { PROFILES } from './profiles.ts'
import { health, view, watchLeader } from './view.ts'

/** `SSLRequest`: length 8, code 80877103. Any server answers with one byte before login. */
const SSL_REQUEST = Uint8Array.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])

/** Settings that change what a verdict means; read back from every node. */
const READ_BACK = [
  'synchronous_standby_names',
  'synchronous_commit',
  'wal_sender_timeout',
  'wal_receiver_timeout',
  'fsync',
  'full_page_writes',
  'default_transaction_isolation',
  'hot_standby',
]

/** PostgreSQL 17: a primary on n1 and streaming standbys. */
export const postgres: Store<PostgresSession> = {
  id: 'postgres',
  title: 'PostgreSQL',
  textbook: 'CP',
  profiles: PROFILES,
  linkPort: POSTGRES_PORT,
  clientPort: POSTGRES_PORT,
  probePayload: SSL_REQUEST,
  prepareNode,
  container,
  async boot(cluster) {
    await whole(cluster)
  },
  async configure(cluster, profile) {
    await Promise.all(cluster.nodes.map((node) => apply(cluster, node, profile)))
    await whole(cluster)
  },
  driverSettings: DRIVER_SETTINGS,
  readSettings,
  view,
  health: (cluster) => health(cluster).catch((error: unknown) => ({ ok: false, detail: messageOf(error) })),
  actions: { fence, promote, 'cancel waits': cancelWaits },
  watchLeader,
  open: (cluster, home, node, options) => new PostgresNodeClient(cluster.dial(home, node), options),
  classify,
  errorTable: ERROR_TABLE,
}

async function whole(cluster: Cluster): Promise<void> {
  const primary = cluster.nodes[0]!
  await waitFor(
    'both standbys to stream from n1',
    async () => {
      const { ok, detail } = await health(cluster)
      if (!ok) throw new Error(detail)
      return true
    },
    { timeoutMs: 60_000, explain: () => cluster.logTail(primary) },
  )
}

function apply(cluster: Cluster, node: NodeId, profile: Profile): Promise<void> {
  return administer(cluster, node, 5000, async (client) => {
    for (const [name, value] of Object.entries(profile.serverSettings)) {
      await client.query(`alter system set ${client.escapeIdentifier(name)} = ${client.escapeLiteral(String(value))}`)
    }
    await client.query('select pg_reload_conf()')
    // The reload is a signal to each process; a new connection shows when the new values hold.
    const wanted = profile.serverSettings.synchronous_standby_names
    if (wanted !== undefined) {
      await waitFor(
        `synchronous_standby_names on ${node}`,
        async () => ((await client.query('show synchronous_standby_names')).rows[0].synchronous_standby_names === wanted ? true : undefined),
        { timeoutMs: 10_000, everyMs: 50 },
      )
    }
  })
}

async function readSettings(cluster: Cluster): Promise<{ [name: string]: string }> {
  const settings: { [name: string]: string } = {}
  for (const node of cluster.nodes) {
    await administer(cluster, node, 5000, async (client) => {
      const { rows } = await client.query('select name, current_setting(name) as value from pg_settings where name = any($1)', [READ_BACK])
      for (const row of rows) settings[`${node}.${row.name}`] = row.value
      settings[`${node}.server_version`] = (await client.query('show server_version')).rows[0].server_version
    })
  }
  return settings
}
