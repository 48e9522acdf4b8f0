import { type Stream, STREAMS } from '../../core/fault.ts'
import { type Link, linkName, type NodeId } from '../../core/ids.ts'
import type { Links } from '../../faults/links.ts'
import type { Probed } from '../../faults/probe.ts'

/** The links of a cluster in memory. */
export class MemoryNetwork {
  readonly nodes: readonly NodeId[]
  readonly #lost = new Map<string, readonly Stream[] | 'refused'>()
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
    return this.#lost.size === 0
  }

  /** The nodes that a node can talk to in both directions, itself among them. */
  reachable(from: NodeId): NodeId[] {
    return this.nodes.filter((to) => to === from || (!this.#lost.has(linkName({ from, to })) && !this.#lost.has(linkName({ from: to, to: from }))))
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
    cut: (links, streams = STREAMS) => Promise.resolve(links.forEach((link) => this.#lost.set(linkName(link), streams))),
    refuse: (links) => Promise.resolve(links.forEach((link) => this.#lost.set(linkName(link), 'refused'))),
    slow: (_links, ms) => Promise.resolve(void (this.#delayMs = ms)),
    heal: (links) => {
      this.#delayMs = 0
      const some = links.filter((link) => this.#lost.delete(linkName(link))).length > 0
      if (some) for (const act of this.#onHeal) act()
      return Promise.resolve()
    },
    probe: (link) => Promise.resolve({ state: this.#stateOf(link), waitedMs: 2 * this.#delayMs }),
  }

  #stateOf(link: Link): Probed['state'] {
    const lost = this.#lost.get(linkName(link))
    if (lost === undefined) return 'open'
    if (lost === 'refused') return 'refused'
    return lost.includes('upstream') ? 'cut' : 'closed'
  }
}
