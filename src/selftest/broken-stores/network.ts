import { type Link, linkName, type NodeId } from '../../core/ids.ts'
import type { Links } from '../../faults/links.ts'

/** The links of a cluster in memory. */
export class MemoryNetwork {
  readonly nodes: readonly NodeId[]
  readonly #cut = new Set<string>()
  readonly #onHeal: (() => void)[] = []
  #delayMs = 0

  constructor(nodes: readonly NodeId[]) {
    this.nodes = nodes
  }

  /** Milliseconds that a trip from one node to another takes. */
  get delayMs(): number {
    return this.#delayMs
  }

  get whole(): boolean {
    return this.#cut.size === 0
  }

  /** The nodes that a node can talk to in both directions, itself among them. */
  reachable(from: NodeId): NodeId[] {
    return this.nodes.filter((to) => to === from || (!this.#cut.has(linkName({ from, to })) && !this.#cut.has(linkName({ from: to, to: from }))))
  }

  hasQuorum(node: NodeId): boolean {
    return 2 * this.reachable(node).length > this.nodes.length
  }

  /** Calls `act` whenever cut links have been opened again. */
  onHeal(act: () => void): void {
    this.#onHeal.push(act)
  }

  /** What a trial cuts, heals and probes. */
  readonly links: Links = {
    cut: (links: readonly Link[]) => Promise.resolve(links.forEach((link) => this.#cut.add(linkName(link)))),
    slow: (_links, ms) => Promise.resolve(void (this.#delayMs = ms)),
    heal: (links: readonly Link[]) => {
      this.#delayMs = 0
      const some = links.filter((link) => this.#cut.delete(linkName(link))).length > 0
      if (some) for (const act of this.#onHeal) act()
      return Promise.resolve()
    },
    probe: (link) => Promise.resolve({ state: this.#cut.has(linkName(link)) ? 'cut' : 'open', waitedMs: 2 * this.#delayMs }),
  }
}
