import { Client } from 'pg'
import type { NodeId } from '../../core/ids.ts'
import type { Address, Cluster, Lease, NodeClient, OpenOptions } from '../../core/store.ts'
import type { PostgresRows, PostgresSession } from './session.ts'
import { ADMIN_DATABASE, DATABASE, USER } from './configuration.ts'

/** Driver settings that could falsify a result, as they are set. node-postgres has no retries and no fail-over. */
export const DRIVER_SETTINGS = {
  driver: 'pg 8.23.1',
  connection: 'one per operation in flight, to one address',
  query_timeout: 'none: a request that passes the deadline is left alone, never cancelled (a cancel would end the synchronous wait)',
  statement_timeout: 'none',
  retries: 'none',
} as const

/** Does something over a connection for administration, past all links and past a fence. The connection ends with it. */
export async function administer<T>(cluster: Cluster, node: NodeId, timeoutMs: number, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(cluster.direct(node), timeoutMs, ADMIN_DATABASE)
  try {
    return await work(client)
  } finally {
    destroy(client)
  }
}

/** Opens one connection. The caller ends it. */
export async function connect(address: Address, timeoutMs: number, database = DATABASE): Promise<Client> {
  const client = new Client({
    ...address,
    user: USER,
    database,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: false,
    application_name: 'capcheck',
  })
  // A connection that breaks while idle reports it here; the next query reports it to its caller.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    destroy(client)
    throw error
  }
}

/** Drops the connection without a word to the server. */
export function destroy(client: Client): void {
  ;(client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy()
}

/** New connections under way at one time: each costs the server a process, and a storm of them stops everything. */
const CONNECTING = 4

/** Connections of the clients of one home to one node. Grows for as long as operations hang; nothing waits for them. */
export class PostgresNodeClient implements NodeClient<PostgresSession> {
  readonly #address: Address
  readonly #options: OpenOptions
  readonly #idle: Pooled[] = []
  readonly #waiting: { resolve: (lease: Lease<PostgresSession>) => void; reject: (error: unknown) => void }[] = []
  readonly #all = new Set<Client>()
  #connecting = 0
  #closed = false

  constructor(address: Address, options: OpenOptions) {
    this.#address = address
    this.#options = options
  }

  acquire(): Promise<Lease<PostgresSession>> {
    for (let pooled = this.#idle.pop(); pooled !== undefined; pooled = this.#idle.pop()) {
      if (!pooled.broken) return Promise.resolve(pooled.lease())
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#connectMore()
    })
  }

  async identify(): Promise<string> {
    const lease = await this.acquire()
    try {
      const { rows } = await lease.session.query("select current_setting('cluster_name') as name")
      return rows[0]!.name as string
    } finally {
      lease.release()
    }
  }

  close(): Promise<void> {
    this.#closed = true
    for (const client of this.#all) destroy(client)
    this.#all.clear()
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error('the client was closed'))
    return Promise.resolve()
  }

  /** A waiter gets whichever comes first: a connection that is given back, or a new one. */
  #connectMore(): void {
    while (this.#connecting < Math.min(CONNECTING, this.#waiting.length) && !this.#closed) {
      this.#connecting++
      connect(this.#address, this.#options.deadlineMs)
        .then((client) => this.#connected(client))
        .catch((error: unknown) => this.#waiting.shift()?.reject(error))
        .finally(() => {
          this.#connecting--
          this.#connectMore()
        })
    }
  }

  #connected(client: Client): void {
    if (this.#closed) return destroy(client)
    this.#all.add(client)
    this.#giveBack(
      new Pooled(
        client,
        (pooled) => this.#giveBack(pooled),
        () => this.#all.delete(client),
      ),
    )
  }

  #giveBack(pooled: Pooled): void {
    if (pooled.broken || this.#closed) return destroy(pooled.client)
    const waiter = this.#waiting.shift()
    if (waiter === undefined) this.#idle.push(pooled)
    else waiter.resolve(pooled.lease())
  }
}

/** A connection that is its own lease: nothing is allocated per operation. */
class Pooled implements PostgresSession, Lease<PostgresSession> {
  readonly client: Client
  broken = false
  readonly session = this
  readonly #giveBack: (pooled: Pooled) => void
  #warning: string | undefined

  constructor(client: Client, giveBack: (pooled: Pooled) => void, onEnd: () => void) {
    this.client = client
    this.#giveBack = giveBack
    const end = () => {
      this.broken = true
      onEnd()
    }
    client.on('error', end)
    client.on('end', end)
    client.on('notice', (notice) => {
      // "canceling wait for synchronous replication": the commit is acknowledged but stands on one node only.
      if (notice.severity === 'WARNING') this.#warning = notice.message
    })
  }

  lease(): this {
    this.#warning = undefined
    return this
  }

  warning(): string | undefined {
    return this.#warning
  }

  release(): void {
    this.#giveBack(this)
  }

  query(text: string, values: readonly unknown[] = [], name?: string): Promise<PostgresRows> {
    // Plain literals: the driver copies them for every query, and objects put together by spreading are copied slowly.
    const config = name === undefined ? { text, values: values as unknown[] } : { name, text, values: values as unknown[] }
    return this.client.query(config)
  }
}
