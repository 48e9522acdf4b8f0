import { allLinks } from '../clusters/links.ts'
import { messageOf } from '../core/errors.ts'
import { type Link, linkName, type NodeId } from '../core/ids.ts'
import type { Cluster, Store } from '../core/store.ts'
import type { ProbeRecord, ViewRecord } from '../core/trial.ts'
import type { Links } from '../faults/links.ts'
import type { Stage } from './stage.ts'

/** Milliseconds of silence that make a link cut. */
const SILENCE_MS = 1000
/** An open link answers in a millisecond; a busy machine may need long for that, and must not look like a cut. */
const PATIENCE_MS = 4000
const VIEW_TIMEOUT_MS = 3000
const VIEW_EVERY_MS = 1000
const PROBE_EVERY_MS = 2000

/** Watches the cluster during a trial: every link by probes, every node by the store's own view of its peers. */
export class Observer {
  readonly probes: ProbeRecord[] = []
  readonly views: ViewRecord[] = []
  #cut = new Set<string>()
  #closed = false
  readonly #loops: Promise<void>[] = []
  readonly #roles = new Map<NodeId, string>()
  readonly #cluster: Cluster
  readonly #links: Links
  readonly #store: Store<unknown>
  readonly #stage: Stage

  constructor(cluster: Cluster, links: Links, store: Store<unknown>, stage: Stage) {
    this.#cluster = cluster
    this.#links = links
    this.#store = store
    this.#stage = stage
  }

  start(): void {
    this.#loops.push(this.#repeat(PROBE_EVERY_MS, () => this.probeAll()))
    for (const node of this.#cluster.nodes) this.#loops.push(this.#repeat(VIEW_EVERY_MS, () => this.#look(node)))
  }

  async stop(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#loops)
  }

  /** From now on these links are expected to be cut, all others open. */
  expect(cut: readonly Link[]): void {
    this.#cut = new Set(cut.map(linkName))
  }

  /** Probes every link once and waits for the answers. */
  async probeAll(): Promise<readonly ProbeRecord[]> {
    return Promise.all(allLinks(this.#cluster.nodes).map((link) => this.#probe(link)))
  }

  async #probe(link: Link): Promise<ProbeRecord> {
    const name = linkName(link)
    const before = this.#cut.has(name) ? 'cut' : 'open'
    const phase = this.#stage.phase
    const time = this.#stage.clock.now()
    const limit = before === 'cut' ? SILENCE_MS : PATIENCE_MS
    const { state, waitedMs } = await this.#links.probe(link, this.#store.probePayload, limit)
    const record: ProbeRecord = { link: name, time, state, expected: before, phase, waitedMs }
    // A probe during which the cut began or ended says nothing about either.
    const after = this.#cut.has(name) ? 'cut' : 'open'
    if (before === after && phase === this.#stage.phase) this.probes.push(record)
    return record
  }

  async #look(node: NodeId): Promise<void> {
    const time = this.#stage.clock.now()
    const phase = this.#stage.phase
    const view = await this.#store
      .view(this.#cluster, node, VIEW_TIMEOUT_MS)
      .catch((error: unknown) => ({ node, alive: false, reachable: [], role: 'unknown', detail: messageOf(error) }))
    if (this.#closed) return
    this.views.push({ ...view, time, phase })
    if (view.alive) this.#noteRole(node, view.role)
  }

  #noteRole(node: NodeId, role: string): void {
    const before = this.#roles.get(node)
    this.#roles.set(node, role)
    if (before !== undefined && before !== role) this.#stage.note(`${node} became ${role}`, { node, from: before, to: role })
  }

  async #repeat(everyMs: number, act: () => Promise<unknown>): Promise<void> {
    while (!this.#closed) {
      await act()
      await new Promise((resolve) => setTimeout(resolve, everyMs))
    }
  }
}
