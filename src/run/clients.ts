import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeId } from '../core/ids.ts'
import type { Cluster, NodeClient, Store } from '../core/store.ts'
import type { PinRecord } from '../core/trial.ts'

/** Reads have connections of their own: they must not queue behind writes that hang. */
export type Use = 'read' | 'write'

/** The connections of one home to one node for one use. */
interface Pool {
  readonly home: NodeId
  readonly node: NodeId
  readonly use: Use
  readonly client: NodeClient<unknown>
}

/** Milliseconds until a server that could not say who it is, behind a cut for example, is asked again. */
const ASK_AGAIN_MS = 500

/** All client connections of a trial: one pool per home, target and use, shared by its lanes. */
export class Clients {
  readonly #store: Store<unknown>
  readonly #cluster: Cluster
  readonly #deadlineMs: number
  readonly #pools = new Map<string, Pool>()
  #pins: PinRecord[] | null = null
  #closed = false

  constructor(store: Store<unknown>, cluster: Cluster, deadlineMs: number) {
    this.#store = store
    this.#cluster = cluster
    this.#deadlineMs = deadlineMs
  }

  /** The connections of clients that live beside `home` to `node`. */
  get(home: NodeId, node: NodeId, use: Use): NodeClient<unknown> {
    const name = `${home}>${node} ${use}`
    let pool = this.#pools.get(name)
    if (pool === undefined) {
      pool = { home, node, use, client: this.#store.open(this.#cluster, home, node, { deadlineMs: this.#deadlineMs }) }
      this.#pools.set(name, pool)
      if (this.#pins !== null) void this.#proveLate(pool, this.#pins)
    }
    return pool.client
  }

  /**
   * Asks the server behind every pool who it is; from now on also behind each pool that is opened later (for writes, or
   * after a change of leader). The list grows as these answer.
   *
   * @throws whatever the driver throws when a pool that is there already does not answer
   */
  async provePins(): Promise<PinRecord[]> {
    const pins: PinRecord[] = []
    this.#pins = pins
    await Promise.all([...this.#pools.values()].map((pool) => prove(pool, pins)))
    return pins
  }

  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#pools.values()].map(({ client }) => client.close()))
  }

  /** A server that never says who it is leaves no record, which the verdict notices. */
  async #proveLate(pool: Pool, pins: PinRecord[]): Promise<void> {
    while (!this.#closed) {
      try {
        return await prove(pool, pins)
      } catch {
        await sleep(ASK_AGAIN_MS)
      }
    }
  }
}

async function prove({ home, node, use, client }: Pool, pins: PinRecord[]): Promise<void> {
  const reported = await client.identify()
  pins.push({ home, node, use, reported, proved: reported === node })
}
