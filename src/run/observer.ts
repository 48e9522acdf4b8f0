import { allLinks } from '../clusters/links.ts'
import { messageOf } from '../core/errors.ts'
import { type Link, linkName, type NodeId } from '../core/ids.ts'
import type { Cluster, Store } from '../core/store.ts'
import type { ProbeRecord, ViewRecord } from '../core/trial.ts'
import { type Expectation, OPEN, payloadFor, stateFound } from '../faults/expect.ts'
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
  #expected: ReadonlyMap<string, Expectation> = new Map()
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
    this.#loops.push(this.#repeat(PROBE_EVERY_MS, () => this.probeAll(allLinks(this.#cluster.nodes))))
    for (const node of this.#cluster.nodes) this.#loops.push(this.#repeat(VIEW_EVERY_MS, () => this.#look(node)))
  }

  async stop(): Promise<void> {
    this.#closed = true
    await Promise.all(this.#loops)
  }

  /** From now on links are expected to be as named here, all others open. */
  expect(expected: ReadonlyMap<string, Expectation>): void {
    this.#expected = expected
  }

  /**
   * Probes links once and waits for the answers. Without a list of links these are all, and every node is looked at too,
   * which nobody waits for: a phase may be shorter than the rounds.
   */
  async probeAll(links?: readonly Link[]): Promise<void> {
    const { nodes } = this.#cluster
    if (links === undefined) for (const node of nodes) void this.#look(node)
    await Promise.all((links ?? allLinks(nodes)).map((link) => this.#probe(link)))
  }

  async #probe(link: Link): Promise<void> {
    const name = linkName(link)
    const before = this.#expected.get(name) ?? OPEN
    const phase = this.#stage.phase
    const time = this.#stage.clock.now()
    const limit = before.state === 'cut' ? SILENCE_MS : PATIENCE_MS
    const found = await this.#links.probe(link, payloadFor(before, this.#store.probePayload), limit)
    // A probe during which a fault came or went says nothing about either.
    if (before.state === 'changing' || (this.#expected.get(name) ?? OPEN) !== before || phase !== this.#stage.phase) return
    this.probes.push({ link: name, time, state: stateFound(found, before), expected: before.state, phase, waitedMs: found.waitedMs })
  }

  async #look(node: NodeId): Promise<void> {
    const time = this.#stage.clock.now()
    const phase = this.#stage.phase
    const view = await this.#store
      .view(this.#cluster, node, VIEW_TIMEOUT_MS)
      .catch((error: unknown) => ({ node, alive: false, reachable: [], role: 'unknown', detail: messageOf(error) }))
    // An answer that came in a later phase says nothing of the one it was asked in: a paused node answers once it goes on.
    if (this.#closed || (view.alive && phase !== this.#stage.phase)) return
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
