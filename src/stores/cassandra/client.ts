import { type Client, types } from 'cassandra-driver'
import type { NodeId } from '../../core/ids.ts'
import type { Cluster, Lease, NodeClient, OpenOptions } from '../../core/store.ts'
import { oneSchema } from './admin.ts'
import { KEYSPACE } from './configuration.ts'
import { pinnedClient } from './driver.ts'

/** Consistency levels that profiles name. */
export type Level = 'ONE' | 'QUORUM' | 'ALL' | 'SERIAL'

const LEVELS: { readonly [level in Level]: types.consistencies } = {
  ONE: types.consistencies.one,
  QUORUM: types.consistencies.quorum,
  ALL: types.consistencies.all,
  SERIAL: types.consistencies.serial,
}

export type Statement = readonly [cql: string, params: readonly unknown[]]

export interface ExecuteOptions {
  /** Timestamp of a write, microseconds since 1970; the driver's own when absent. */
  readonly timestamp?: number
}

/** What a workload gets to talk to one Cassandra node: it is the coordinator of everything sent here. */
export interface CassandraSession {
  /** The node that the client lives beside. */
  readonly home: NodeId
  /** Milliseconds after which nobody waits for an operation any more. */
  readonly deadlineMs: number
  /** Runs a schema change and waits until every node has it. */
  define(cql: string): Promise<void>
  /** Runs one prepared statement. For a conditional one, `level` is that of the commit; Paxos itself runs at SERIAL. */
  execute(cql: string, params: readonly unknown[], level: Level, options?: ExecuteOptions): Promise<types.ResultSet>
  /** Runs statements as one batch, logged (all or nothing in the end) unless told otherwise. */
  batch(statements: readonly Statement[], level: Level, logged?: boolean): Promise<types.ResultSet>
}

/** The clients of one home to one node: one driver client, since one connection carries any number of requests. */
export class CassandraNodeClient implements NodeClient<CassandraSession> {
  readonly #client: Client
  readonly #connected: Promise<void>
  readonly #lease: Lease<CassandraSession>

  constructor(cluster: Cluster, home: NodeId, node: NodeId, options: OpenOptions) {
    this.#client = pinnedClient(cluster, home, node, { connectTimeoutMs: options.deadlineMs, keyspace: KEYSPACE })
    this.#connected = this.#client.connect()
    this.#connected.catch(() => undefined)
    this.#lease = { session: session(this.#client, cluster, home, options.deadlineMs), release: () => undefined }
  }

  async acquire(): Promise<Lease<CassandraSession>> {
    await this.#connected
    return this.#lease
  }

  async identify(): Promise<string> {
    await this.#connected
    const { rows } = await this.#client.execute('select broadcast_address from system.local')
    return `n${String(rows[0]!.broadcast_address).split('.').at(-1)}`
  }

  close(): Promise<void> {
    // A shutdown waits for what is under way; nobody here does.
    this.#client.shutdown().catch(() => undefined)
    return Promise.resolve()
  }
}

/** A session over a driver client. */
function session(client: Client, cluster: Cluster, home: NodeId, deadlineMs: number): CassandraSession {
  return {
    home,
    deadlineMs,
    async define(cql) {
      await client.execute(cql)
      await oneSchema(cluster)
    },
    execute: (cql, params, level, options = {}) => client.execute(cql, params as unknown[], { prepare: true, consistency: LEVELS[level], fetchSize: 0, ...options }),
    batch: (statements, level, logged = true) =>
      client.batch(
        statements.map(([query, params]) => ({ query, params: params as unknown[] })),
        { prepare: true, logged, consistency: LEVELS[level] },
      ),
  }
}

