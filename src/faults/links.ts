import type { RunningCluster } from '../clusters/provider.ts'
import type { Stream } from '../core/fault.ts'
import type { Link } from '../core/ids.ts'
import { cutLinks, healLinks, refuseLinks, slowLinks } from './cut.ts'
import { type Probed, probeLink } from './probe.ts'

/** How a trial acts on the links of its cluster, and looks at them. One link gets one treatment at a time. */
export interface Links {
  /** Lets nothing through these links any more, without a word; in both directions of their connections, unless `streams` names one. */
  cut(links: readonly Link[], streams?: readonly Stream[]): Promise<void>
  /** Ends the connections of these links and refuses new ones. */
  refuse(links: readonly Link[]): Promise<void>
  /** Lets every byte through these links `ms` milliseconds later, in either direction of their connections. */
  slow(links: readonly Link[], ms: number): Promise<void>
  /** Opens them again, at full speed; does nothing for links that are open. */
  heal(links: readonly Link[]): Promise<void>
  /** Sends `payload` through a link and waits at most `timeoutMs` milliseconds for a sign of life. */
  probe(link: Link, payload: Uint8Array, timeoutMs: number): Promise<Probed>
}

/** The links as they go through the Toxiproxy beside each node. */
export function toxiproxyLinks(cluster: RunningCluster): Links {
  return {
    cut: (links, streams) => cutLinks(cluster, links, streams),
    refuse: (links) => refuseLinks(cluster, links),
    slow: (links, ms) => slowLinks(cluster, links, ms),
    heal: (links) => healLinks(cluster, links),
    probe: (link, payload, timeoutMs) => probeLink(cluster.probeAddress(link), payload, timeoutMs),
  }
}
