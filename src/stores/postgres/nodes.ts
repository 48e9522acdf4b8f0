import { cp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type NodeId, peerAddress } from '../../core/ids.ts'
import type { NodeContext, NodeSpec } from '../../core/store.ts'

export const POSTGRES_PORT = 5432
/** Role and database of the harness; the sandbox has no other users, so it needs no password. */
export const USER = 'capcheck'
export const DATABASE = 'postgres'

/**
 * n1 is the primary, all others are streaming standbys that follow `127.0.1.1`, that is their own link to n1.
 *
 * Embedded PostgreSQL brings no `pg_basebackup`. A standby here is a second copy of the same fresh `initdb`:
 * same system identifier, so it replays the primary's log from the first checkpoint on.
 */
export async function prepareNode(context: NodeContext): Promise<NodeSpec> {
  const { node, dataDir, engine } = context
  const data = join(dataDir, 'data')
  const primary = context.nodes[0]!
  await freshData(context, data)
  await writeFile(join(data, 'pg_hba.conf'), 'local all all trust\nhost all all all trust\nhost replication all all trust\n')
  await writeFile(join(data, 'postgresql.conf'), configuration(context, primary))
  if (node !== primary) await writeFile(join(data, 'standby.signal'), '')
  return {
    node,
    linkPort: POSTGRES_PORT,
    clientPort: POSTGRES_PORT,
    process: { command: join(engine.paths.bin!, 'postgres'), args: ['-D', data], env: {}, cwd: dataDir, refusesRoot: true },
  }
}

/** One `initdb` per cluster, copied for each node: the copies must have the same system identifier. */
const templates = new Map<string, Promise<string>>()

async function freshData(context: NodeContext, data: string): Promise<void> {
  const root = dirname(context.dataDir)
  let template = templates.get(root)
  if (template === undefined) {
    template = initialise(context, join(root, 'initdb'))
    templates.set(root, template)
  }
  await cp(await template, data, { recursive: true })
}

async function initialise(context: NodeContext, template: string): Promise<string> {
  const args = ['-D', template, '-U', USER, '--auth=trust', '--no-sync', '--encoding=UTF8', '--locale=C', '--no-instructions']
  await context.exec(join(context.engine.paths.bin!, 'initdb'), args, { refusesRoot: true })
  return template
}

function configuration(context: NodeContext, primary: NodeId): string {
  const settings: { [name: string]: string } = {
    listen_addresses: `127.0.0.1,${context.realAddress}`,
    port: String(POSTGRES_PORT),
    unix_socket_directories: '',
    cluster_name: context.node,
    wal_level: 'replica',
    // Not below initdb's own value, which the control file remembers: a standby would refuse to start.
    max_wal_senders: '10',
    hot_standby: 'on',
    // Standbys stay close enough to be compared; the log of a whole run is a few hundred MB at most.
    wal_keep_size: '512MB',
    shared_buffers: '64MB',
    // A hung commit keeps its server process; an unanswered attempt must not take the place of the next one.
    max_connections: '2500',
    max_locks_per_transaction: '64',
    logging_collector: 'off',
    ...Object.fromEntries(Object.entries(context.serverSettings).map(([name, value]) => [name, String(value)])),
  }
  if (context.node !== primary) {
    settings.primary_conninfo = `host=${peerAddress(primary)} port=${POSTGRES_PORT} user=${USER} application_name=${context.node} connect_timeout=2`
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('')
}
