import { MongoClient } from 'mongodb'
import { random } from '../../core/random.ts'
import type { Address, Lease, NodeClient, OpenOptions } from '../../core/store.ts'
import { memberNode } from './members.ts'
import { type MongodbSession, Session } from './session.ts'

/** All collections of capcheck are in one database; a trial's names begin with its prefix. */
const DATABASE = 'capcheck'

/**
 * Connections of one pool. A primary that loses the majority answers all that wait once it steps down, so operations do
 * not hang for long; without a limit a slow server would be given ever more work at one time, and do ever less.
 */
const POOL_SIZE = 40
/** New connections under way at one time: each costs the server a thread, and a storm of them stops everything. */
const CONNECTING = 4

/** Driver settings that could falsify a result, as they are set. */
export const DRIVER_SETTINGS = {
  driver: 'mongodb 7.9.0',
  directConnection: true,
  retryWrites: false,
  retryReads: false,
  maxAdaptiveRetries: 0,
  maxPoolSize: POOL_SIZE,
  maxConnecting: CONNECTING,
  serverMonitoringMode: 'poll',
  socketTimeoutMS: 'none: an operation that passes the deadline is left alone',
  transactions: 'one at a time per client, apart from replication; run again after a write conflict, which the server has undone, never after the commit',
  maxTimeMS: 'none',
  wtimeout: 'none; 10 s on commitTransaction (driver default), which ends the wait only, not the commit',
  primaryReads: '$readPreference primary on the wire; the driver alone would send primaryPreferred on a direct connection',
} as const

/** Connections of the clients of one home to one node. */
export class MongodbNodeClient implements NodeClient<MongodbSession> {
  readonly #client: MongoClient
  readonly #lease: Lease<MongodbSession>
  #ready: Promise<unknown> | undefined
  #closed = false

  constructor({ host, port }: Address, { deadlineMs }: OpenOptions) {
    this.#client = new MongoClient(`mongodb://${host}:${port}/`, {
      appName: 'capcheck',
      directConnection: true,
      retryWrites: false,
      retryReads: false,
      // Otherwise the driver sends a commit that failed a second time, whatever retryWrites says.
      maxAdaptiveRetries: 0,
      maxPoolSize: POOL_SIZE,
      maxConnecting: CONNECTING,
      // Nobody waits longer than the deadline, so an operation that got no connection by then is never sent.
      waitQueueTimeoutMS: deadlineMs,
      serverSelectionTimeoutMS: deadlineMs,
      // Also the patience of the driver's monitor, whose verdict empties the pool: a busy machine must not look like a dead node.
      connectTimeoutMS: 4 * deadlineMs,
      socketTimeoutMS: 0,
      serverMonitoringMode: 'poll',
    })
    const session = new Session(this.#client, this.#client.db(DATABASE), deadlineMs, random(port).fork(host))
    // The driver hands out connections by itself, per operation; a session of ours holds none.
    this.#lease = { session, release: () => undefined }
  }

  async acquire(): Promise<Lease<MongodbSession>> {
    if (this.#closed) throw new Error('the client was closed')
    // Left to itself the driver connects once, and a client whose first try fell into a cut would never recover.
    this.#ready ??= this.#client.connect().catch((error: unknown) => {
      this.#ready = undefined
      throw error
    })
    await this.#ready
    return this.#lease
  }

  async identify(): Promise<string> {
    await this.acquire()
    const { me } = await this.#client.db('admin').command({ hello: 1 })
    return memberNode(me as string) ?? String(me)
  }

  close(): Promise<void> {
    this.#closed = true
    // It says goodbye to the server, which may not answer.
    void this.#client.close(true).catch(() => undefined)
    return Promise.resolve()
  }
}
