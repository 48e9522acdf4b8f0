import { Client, policies, types } from 'cassandra-driver'
import { type NodeId, peerAddress } from '../../core/ids.ts'
import type { Cluster } from '../../core/store.ts'
import { DATA_CENTRE } from './configuration.ts'

/** Longer than any deadline: an operation that passed its deadline is left alone, not given up by the driver. */
const READ_TIMEOUT_MS = 60_000

/** Driver settings that could falsify a result, as they are set. */
export const DRIVER_SETTINGS = {
  driver: 'cassandra-driver 4.10.0',
  loadBalancing: 'AllowListPolicy: the home node only',
  addressResolution: "127.0.1.k is translated to node k's client port",
  retry: 'FallthroughRetryPolicy: none',
  speculativeExecution: 'none',
  readTimeout: `${READ_TIMEOUT_MS} ms, past every deadline: a request is left alone, never given up by the driver`,
  defunctReadTimeoutThreshold: 'off',
  heartBeatInterval: 'off',
  connections: 'one to one node, many requests at a time',
  prepared: 'every statement, on that node',
  isIdempotent: 'false for every statement',
  timestamps: 'set by the client (MonotonicTimestampGenerator, the default); all clients of a run share one clock, so there is no skew between them unless the lane names one (clockSkewMs)',
  serialConsistency: 'SERIAL',
  isMetadataSyncEnabled: false,
} as const

export interface PinOptions {
  readonly connectTimeoutMs: number
  /** An existing keyspace, for statements that name none. */
  readonly keyspace?: string
}

/** A driver client that can talk to `node` and to no other node. The caller shuts it down. */
export function pinnedClient(cluster: Cluster, home: NodeId, node: NodeId, { connectTimeoutMs, keyspace }: PinOptions): Client {
  const { host, port } = cluster.dial(home, node)
  return new Client({
    ...(keyspace !== undefined && { keyspace }),
    contactPoints: [`${host}:${port}`],
    localDataCenter: DATA_CENTRE,
    // The driver would wait for gossip to tell of a schema change, which takes seconds.
    protocolOptions: { port, maxSchemaAgreementWaitSeconds: 0 },
    isMetadataSyncEnabled: false,
    prepareOnAllHosts: false,
    rePrepareOnUp: false,
    monitorReporting: { enabled: false },
    pooling: { coreConnectionsPerHost: { [types.distance.local]: 1 }, maxRequestsPerConnection: 32_000, heartBeatInterval: 0 },
    socketOptions: { connectTimeout: connectTimeoutMs, readTimeout: READ_TIMEOUT_MS, defunctReadTimeoutThreshold: 1_000_000 },
    policies: {
      loadBalancing: new policies.loadBalancing.AllowListPolicy(new policies.loadBalancing.RoundRobinPolicy(), [`${host}:${port}`]),
      addressResolution: new NodeAddresses(cluster),
      retry: new policies.retry.FallthroughRetryPolicy(),
      speculativeExecution: new policies.speculativeExecution.NoSpeculativeExecutionPolicy(),
      reconnection: new policies.reconnection.ConstantReconnectionPolicy(250),
      timestampGeneration: new policies.timestampGeneration.MonotonicTimestampGenerator(1000, 1000),
    },
    queryOptions: { isIdempotent: false, serialConsistency: types.consistencies.serial, captureStackTrace: false },
  })
}

interface Translator {
  translate(address: string, port: number, callback: (endpoint: string) => void): void
}

/** The driver's types call it an interface, but its options are checked with `instanceof`. */
const { AddressTranslator } = policies.addressResolution as unknown as { AddressTranslator: new () => Translator }

/** Nodes tell drivers the addresses by which they know each other; ours are reached elsewhere. */
class NodeAddresses extends AddressTranslator {
  readonly #cluster: Cluster

  constructor(cluster: Cluster) {
    super()
    this.#cluster = cluster
  }

  override translate(address: string, port: number, callback: (endpoint: string) => void): void {
    const node = this.#cluster.nodes.find((candidate) => peerAddress(candidate) === address)
    const direct = node === undefined ? { host: address, port } : this.#cluster.direct(node)
    callback(`${direct.host}:${direct.port}`)
  }
}
