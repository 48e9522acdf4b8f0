import { type NodeId, peerAddress } from '../../core/ids.ts'
import type { NodeContext } from '../../core/store.ts'

export const POSTGRES_PORT = 5432
/** Role and database of the harness; nobody else can reach the cluster, so it needs no password. */
export const USER = 'capcheck'
export const DATABASE = 'postgres'
/** Where administration goes, so that it still gets in when the clients' database is closed to them. */
export const ADMIN_DATABASE = 'template1'

/** pg_hba.conf: everybody who can connect at all is trusted, standbys included. */
export const HBA = 'local all all trust\nhost all all all trust\nhost replication all all trust\n'

/** What every new database cluster is made with, beside its user and its place. */
export const INITDB_ARGUMENTS = ['--no-sync', '--encoding=UTF8', '--locale=C'] as const

/** The node that all others follow. */
export function primaryOf({ nodes }: Pick<NodeContext, 'nodes'>): NodeId {
  return nodes[0]!
}

/** How a standby reaches the node that it follows: through its own link. */
export function primaryConninfo(standby: NodeId, primary: NodeId): string {
  return `host=${peerAddress(primary)} port=${POSTGRES_PORT} user=${USER} application_name=${standby} connect_timeout=2`
}

/**
 * postgresql.conf of a node. Standbys follow `127.0.1.1`, that is their own link to n1.
 * A file, not `-c` arguments: those would win over `ALTER SYSTEM`, with which profiles are changed.
 *
 * @param more settings that belong to the place where the node runs
 */
export function configuration(context: Pick<NodeContext, 'node' | 'nodes' | 'realAddress' | 'serverSettings'>, more: { readonly [name: string]: string } = {}): string {
  const primary = primaryOf(context)
  const settings: { [name: string]: string } = {
    listen_addresses: `127.0.0.1,${context.realAddress}`,
    port: String(POSTGRES_PORT),
    cluster_name: context.node,
    wal_level: 'replica',
    // Not below initdb's own value, which the control file remembers: a standby would refuse to start.
    max_wal_senders: '10',
    hot_standby: 'on',
    // Standbys stay close enough to be compared; the log of a whole run is a few hundred MB at most.
    wal_keep_size: '512MB',
    shared_buffers: '64MB',
    // A hung commit keeps its server process until the heal, and an unanswered attempt must not take the place of the next one.
    // At the default rate 100 changes each second hang, for up to 30 s where a trial is repeated with longer phases. A process
    // takes 1.4 MB.
    max_connections: '4000',
    logging_collector: 'off',
    ...more,
    ...Object.fromEntries(Object.entries(context.serverSettings).map(([name, value]) => [name, String(value)])),
  }
  if (context.node !== primary) {
    settings.primary_conninfo = primaryConninfo(context.node, primary)
  }
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('')
}
