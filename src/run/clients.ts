import type { NodeId } from '../core/ids.ts'
import type { Cluster, NodeClient, Store } from '../core/store.ts'
import type { PinRecord } from '../core/trial.ts'

/** Reads have connections of their own: they must not queue behind writes that hang. */
export type Use = 'read' | 'write'

/** All client connections of a trial: one pool per home, target and use, shared by its lanes. */
export class Clients {
  readonly #store: Store<unknown>
  readonly #cluster: Cluster
  readonly #deadlineMs: number
  readonly #pools = new Map<string, { readonly home: NodeId; readonly node: NodeId; readonly client: NodeClient<unknown> }>()

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
      pool = { home, node, client: this.#store.open(this.#cluster, home, node, { deadlineMs: this.#deadlineMs }) }
      this.#pools.set(name, pool)
    }
    return pool.client
  }

  /** Asks the server behind every pool who it is. */
  async provePins(): Promise<PinRecord[]> {
    return Promise.all(
      [...this.#pools.values()].map(async ({ home, node, client }) => {
        const reported = await client.identify()
        return { home, node, reported, proved: reported === node }
      }),
    )
  }

  async close(): Promise<void> {
    await Promise.all([...this.#pools.values()].map(({ client }) => client.close()))
  }
}
