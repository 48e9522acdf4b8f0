import { type NodeId, nodeNumber, peerAddress } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import type { NodeContext } from '../../core/store.ts'

export const STORAGE_PORT = 7000
export const CQL_PORT = 9042
/** The keyspace of all workloads. */
export const KEYSPACE = 'capcheck'

/** Settings whose names begin so are Java system properties; all others go into cassandra.yaml. */
const SYSTEM_PROPERTY = 'cassandra.'

/** What the configuration of one node depends on. */
export type ConfigurationContext = Pick<NodeContext, 'node' | 'nodes' | 'realAddress' | 'serverSettings' | 'dataDir'>

/**
 * The one token of a node, spread evenly over Murmur3's range. Fixed tokens spare the ring any negotiation, so that all
 * nodes can start at the same time, and tell which node owns a token without asking anyone.
 */
export function tokenOf(node: NodeId, nodes: readonly NodeId[]): bigint {
  return -(2n ** 63n) + (2n ** 64n * BigInt(nodeNumber(node))) / BigInt(nodes.length + 1)
}

/**
 * cassandra.yaml of a node. YAML takes JSON as it is, which spares us its quoting rules.
 *
 * @param places folders that do not lie where Cassandra looks for them by itself
 */
export function yaml(context: Omit<ConfigurationContext, 'dataDir'>, places: { readonly [name: string]: Json } = {}): string {
  const { node, nodes, realAddress, serverSettings } = context
  const settings: { [name: string]: Json } = {
    cluster_name: 'capcheck',
    partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
    num_tokens: 1,
    initial_token: String(tokenOf(node, nodes)),
    auto_bootstrap: false,
    seed_provider: [{ class_name: 'org.apache.cassandra.locator.SimpleSeedProvider', parameters: [{ seeds: nodes.map(peerAddress).join(',') }] }],
    listen_address: realAddress,
    broadcast_address: peerAddress(node),
    rpc_address: realAddress,
    broadcast_rpc_address: peerAddress(node),
    storage_port: STORAGE_PORT,
    native_transport_port: CQL_PORT,
    authenticator: 'AllowAllAuthenticator',
    authorizer: 'AllowAllAuthorizer',
    // Small pieces: a run writes a few megabytes, and everything lies in memory.
    commitlog_sync: 'periodic',
    commitlog_sync_period: '10s',
    commitlog_segment_size: '4MiB',
    commitlog_total_space: '64MiB',
    memtable_heap_space: '64MiB',
    memtable_offheap_space: '64MiB',
    concurrent_compactors: 1,
    auto_snapshot: false,
    // Our link probes are no Cassandra messages; one line in the log about that is enough.
    invalid_legacy_protocol_magic_no_spam_enabled: true,
    ...places,
    ...Object.fromEntries(Object.entries(serverSettings).filter(([name]) => !name.startsWith(SYSTEM_PROPERTY))),
  }
  return `${JSON.stringify(settings, null, 1)}\n`
}

/** Data centre and rack for GossipingPropertyFileSnitch: one of each, so no replica is preferred but the node itself. */
export const DATA_CENTRE = 'dc1'
export const RACKDC = `dc=${DATA_CENTRE}\nrack=rack1\n`

/** Everything goes to the standard output, which the provider keeps as the node's log. */
export const LOGBACK = `<configuration>
  <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
    <encoder><pattern>%date{ISO8601} %-5level [%thread] %F:%L %msg%n</pattern></encoder>
  </appender>
  <logger name="org.apache.cassandra.db" level="WARN"/>
  <root level="INFO"><appender-ref ref="OUT"/></root>
</configuration>
`

/** Modules of Java 17 that Cassandra 5.0 reaches into; the list is that of its own jvm17-server.options. */
const EXPORTS = [
  'java.base/jdk.internal.misc',
  'java.base/jdk.internal.ref',
  'java.base/sun.nio.ch',
  'java.management.rmi/com.sun.jmx.remote.internal.rmi',
  'java.rmi/sun.rmi.registry',
  'java.rmi/sun.rmi.server',
  'java.sql/java.sql',
  'java.base/java.lang.ref',
  'jdk.unsupported/sun.misc',
]
const OPENS = [
  'java.base/java.lang.module',
  'java.base/jdk.internal.loader',
  'java.base/jdk.internal.ref',
  'java.base/jdk.internal.reflect',
  'java.base/jdk.internal.math',
  'java.base/jdk.internal.module',
  'java.base/jdk.internal.util.jar',
  'jdk.management/com.sun.management.internal',
  'java.base/sun.nio.ch',
  'java.base/java.io',
  'java.base/java.nio',
  'java.base/java.util.concurrent',
  'java.base/java.util',
  'java.base/java.util.concurrent.atomic',
  'java.base/java.lang',
]

/** Java's heap of one node, in MiB, and the part of it for new objects. */
export const HEAP_MIB = { all: 384, young: 160 } as const

/**
 * The first compiler only (`TieredStopAtLevel=1`): a node lives for a minute or two, and three of them share few cores,
 * so the second compiler would cost more time than its code gives back. The serial collector for the same reason.
 */
export const SMALL_JAVA = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData', '-XX:+ExitOnOutOfMemoryError'] as const

/** Java system properties that have nothing to do with the place where a node runs. */
export function systemProperties({ serverSettings }: Pick<NodeContext, 'serverSettings'>): { [name: string]: Json } {
  return {
    'jdk.attach.allowAttachSelf': true,
    'io.netty.tryReflectionSetAccessible': true,
    // Nothing waits for this when no node bootstraps, but peers that are slower to start than this are forgotten again [30 s].
    'cassandra.ring_delay_ms': 10_000,
    // A ring that is new in all its parts has nothing to wait for.
    'cassandra.skip_wait_for_gossip_to_settle': 0,
    'cassandra.superuser_setup_delay_ms': 0,
    'cassandra.consistent.rangemovement': false,
    // Cassandra's own estimate on this Java; to make it anew, by measuring 100 000 objects, is the longest step of a start.
    'cassandra.memtable.row_overhead_size': 181,
    // The default superuser's password is hashed, though nobody logs in.
    'cassandra.auth_bcrypt_gensalt_log2_rounds': 4,
    ...Object.fromEntries(Object.entries(serverSettings).filter(([name]) => name.startsWith(SYSTEM_PROPERTY))),
  }
}

/** System properties as arguments of Java. */
export function propertyArguments(properties: { readonly [name: string]: Json }): string[] {
  return Object.entries(properties).map(([name, value]) => `-D${name}=${String(value)}`)
}

/** Java's arguments for one node that runs without the scripts of the distribution. */
export function javaArguments(context: ConfigurationContext, lib: string): string[] {
  const { dataDir } = context
  const places: { [name: string]: Json } = {
    'cassandra-foreground': 'yes',
    'cassandra.config': `file://${dataDir}/cassandra.yaml`,
    'cassandra-rackdc.properties': `file://${dataDir}/cassandra-rackdc.properties`,
    'logback.configurationFile': `file://${dataDir}/logback.xml`,
    'cassandra.storagedir': `${dataDir}/data`,
    'cassandra.logdir': `${dataDir}/log`,
    'cassandra.triggers_dir': `${dataDir}/triggers`,
    // Native libraries are unpacked here and go with the node.
    'java.io.tmpdir': `${dataDir}/tmp`,
  }
  return [
    ...[`-Xms${HEAP_MIB.all}m`, `-Xmx${HEAP_MIB.all}m`, `-Xmn${HEAP_MIB.young}m`, ...SMALL_JAVA],
    ...EXPORTS.map((name) => `--add-exports=${name}=ALL-UNNAMED`),
    ...OPENS.map((name) => `--add-opens=${name}=ALL-UNNAMED`),
    ...propertyArguments({ ...places, ...systemProperties(context) }),
    '-cp',
    `${lib}/*`,
    'org.apache.cassandra.service.CassandraDaemon',
  ]
}
