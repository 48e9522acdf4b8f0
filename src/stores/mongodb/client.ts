import { setTimeout as sleep } from 'node:timers/promises'
import { type ClientSession, type Db, MongoClient } from 'mongodb'
import pLimit from 'p-limit'
import { random, type Random } from '../../core/random.ts'
import type { Address, Lease, NodeClient, OpenOptions } from '../../core/store.ts'
import { within } from '../../core/within.ts'
import type { LaneSettings } from '../../core/workload.ts'
import { transactionOptions } from './concerns.ts'
import { NotCommittedError } from './errors.ts'
import { memberNode } from './members.ts'

/** All collections of capcheck are in one database; a trial's names begin with its prefix. */
const DATABASE = 'capcheck'

/** What a workload gets to talk to one MongoDB node. */
export interface MongodbSession {
  readonly db: Db
  /**
   * Runs `work` in a transaction with the lane's concerns and commits it. Does so again after a write conflict, as the
   * driver's manual asks applications to: MongoDB does not let a second writer of a document wait for the first.
   *
   * @throws NotCommittedError for any error before the commit was sent
   */
  write<T>(settings: LaneSettings, work: Work<T>): Promise<T>
  /** Runs reads at one snapshot in a transaction and commits it. */
  read<T>(settings: LaneSettings, work: Work<T>): Promise<T>
}

/** The commands of a transaction; returns `abort(result)` to end it without a commit. */
type Work<T> = (session: ClientSession, abort: Abort) => Promise<T>
type Abort = <T>(result: T) => Promise<T>

const WRITE_CONFLICT = 112
/** Pauses after write conflicts double from this up to the limit, in milliseconds, and each is cut short at random. */
const FIRST_PAUSE_MS = 10
const LONGEST_PAUSE_MS = 160

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
  transactions: 'one at a time per client until the commit is sent; run again after a write conflict, which the server has undone, never after the commit',
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
    const session = new Session(this.#client, deadlineMs, random(port).fork(host))
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

class Session implements MongodbSession {
  readonly db: Db
  readonly #client: MongoClient
  readonly #deadlineMs: number
  readonly #pauses: Random
  /**
   * One writing transaction at a time between its first command and its commit. Many at once would undo each other by
   * write conflicts faster than any of them ends; the wait for replication, which is long in a cut, is not in it.
   */
  readonly #turn = pLimit(1)

  constructor(client: MongoClient, deadlineMs: number, pauses: Random) {
    this.#client = client
    this.#deadlineMs = deadlineMs
    this.#pauses = pauses
    this.db = client.db(DATABASE)
  }

  read<T>(settings: LaneSettings, work: Work<T>): Promise<T> {
    return this.#transaction(settings, work, (commands) => commands())
  }

  async write<T>(settings: LaneSettings, work: Work<T>): Promise<T> {
    const end = performance.now() + this.#deadlineMs
    const inTurn = (commands: () => Promise<T>) => this.#turn(() => beforeDeadline(end, commands))
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await this.#transaction(settings, work, inTurn)
      } catch (error) {
        // After the deadline nobody waits for the answer any more.
        if (!isConflict(error) || performance.now() + pause > end) throw error
        await sleep(1 + this.#pauses.below(pause))
      }
    }
  }

  /** @param when runs the commands before the commit, at its time */
  async #transaction<T>(settings: LaneSettings, work: Work<T>, when: (commands: () => Promise<T>) => Promise<T>): Promise<T> {
    const session = this.#client.startSession({ causalConsistency: false })
    let aborted = false
    const abort: Abort = async (result) => {
      aborted = true
      await session.abortTransaction()
      return result
    }
    let under: Promise<unknown> = Promise.resolve()
    try {
      session.startTransaction(transactionOptions(settings))
      const result = await when(() => {
        const commands = work(session, abort)
        under = commands.catch(() => undefined)
        return commands
      }).catch((error: unknown) => {
        throw new NotCommittedError(error)
      })
      if (!aborted) await session.commitTransaction()
      return result
    } finally {
      // Aborts what is still open, but not before its commands: an abort that overtakes the first one ends nothing.
      void under.then(() => session.endSession()).catch(() => undefined)
    }
  }
}

/** Commands whose turn comes too late are not sent; those that go on for too long keep the turn no longer. */
function beforeDeadline<T>(end: number, commands: () => Promise<T>): Promise<T> {
  const left = end - performance.now()
  if (left <= 0) return Promise.reject(new Error('its turn did not come before the deadline'))
  return within(left, 'the transaction', commands())
}

/** Did another transaction get hold of a document first? The server has then undone this one. */
function isConflict(error: unknown): boolean {
  return error instanceof NotCommittedError && (error.cause as { code?: unknown } | null)?.code === WRITE_CONFLICT
}
