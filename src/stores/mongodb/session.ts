import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientSession, Db, MongoClient } from 'mongodb'
import pLimit from 'p-limit'
import { NotCommittedError } from '../../core/not-committed.ts'
import type { Random } from '../../core/random.ts'
import { within } from '../../core/within.ts'
import type { LaneSettings } from '../../core/workload.ts'
import { transactionOptions } from './concerns.ts'

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
/** How long a writing transaction keeps its turn after its commit was sent, in milliseconds. */
const COMMIT_TURN_MS = 25

/** Sessions of one client: the driver hands out connections by itself, and transactions wait for their turn. */
export class Session implements MongodbSession {
  readonly db: Db
  readonly #client: Pick<MongoClient, 'startSession'>
  readonly #deadlineMs: number
  readonly #pauses: Random
  /** Many writing transactions at once would undo each other by write conflicts faster than any of them ends. */
  readonly #turn = pLimit(1)

  constructor(client: Pick<MongoClient, 'startSession'>, db: Db, deadlineMs: number, pauses: Random) {
    this.#client = client
    this.#deadlineMs = deadlineMs
    this.#pauses = pauses
    this.db = db
  }

  async read<T>(settings: LaneSettings, work: Work<T>): Promise<T> {
    const transaction = new Transaction(this.#client, settings)
    try {
      const result = await transaction.run(work)
      await transaction.commit()
      return result
    } finally {
      transaction.end()
    }
  }

  async write<T>(settings: LaneSettings, work: Work<T>): Promise<T> {
    const end = performance.now() + this.#deadlineMs
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        return await this.#attempt(settings, work, end)
      } catch (error) {
        // After the deadline nobody waits for the answer any more.
        if (!isConflict(error) || performance.now() + pause > end) throw error
        await sleep(1 + this.#pauses.below(pause))
      }
    }
  }

  async #attempt<T>(settings: LaneSettings, work: Work<T>, end: number): Promise<T> {
    const transaction = new Transaction(this.#client, settings)
    try {
      const { result, commit } = await this.#turn(async () => {
        const result = await beforeDeadline(end, () => transaction.run(work))
        const commit = transaction.commit()
        // Long enough for the commit on the primary, which frees the documents; not for its replication, which may hang.
        await Promise.race([commit.catch(() => undefined), sleep(COMMIT_TURN_MS)])
        return { result, commit }
      })
      await commit
      return result
    } finally {
      transaction.end()
    }
  }
}

/** One transaction from its first command to its end. */
class Transaction {
  readonly #session: ClientSession
  #commands: Promise<unknown> = Promise.resolve()
  #aborted = false

  constructor(client: Pick<MongoClient, 'startSession'>, settings: LaneSettings) {
    this.#session = client.startSession({ causalConsistency: false })
    this.#session.startTransaction(transactionOptions(settings))
  }

  /** @throws NotCommittedError for whatever goes wrong */
  run<T>(work: Work<T>): Promise<T> {
    const commands = work(this.#session, async (result) => {
      this.#aborted = true
      await this.#session.abortTransaction()
      return result
    }).catch((error: unknown) => {
      throw new NotCommittedError(error)
    })
    this.#commands = commands.catch(() => undefined)
    return commands
  }

  commit(): Promise<void> {
    return this.#aborted ? Promise.resolve() : this.#session.commitTransaction()
  }

  /** Aborts what is still open, but not before its commands: an abort that overtakes the first one ends nothing. */
  end(): void {
    void this.#commands.then(() => this.#session.endSession()).catch(() => undefined)
  }
}

/** Commands whose turn comes too late are not sent; those that go on for too long keep the turn no longer. */
function beforeDeadline<T>(end: number, commands: () => Promise<T>): Promise<T> {
  const left = end - performance.now()
  if (left <= 0) return Promise.reject(new NotCommittedError(new Error('its turn did not come before the deadline')))
  return within(left, 'the transaction', commands()).catch((error: unknown) => {
    throw error instanceof NotCommittedError ? error : new NotCommittedError(error)
  })
}

/** Did another transaction get hold of a document first? The server has then undone this one. */
function isConflict(error: unknown): boolean {
  return error instanceof NotCommittedError && (error.cause as { code?: unknown } | null)?.code === WRITE_CONFLICT
}
