import type { Toxiproxy } from 'toxiproxy-node-client'
import { environmentError, messageOf } from '../core/errors.ts'
import { type Link, linkName, type NodeId, nodeNumber, peerAddress } from '../core/ids.ts'
import type { Address } from '../core/store.ts'
import { within } from '../core/within.ts'

/** Milliseconds that one call to Toxiproxy's API may take. Its node client has no time-outs of its own. */
const API_TIMEOUT_MS = 5000

/** Port of Toxiproxy's HTTP API. */
export const TOXIPROXY_PORT = 8474

/** Port on a node's real address through which harness and clients use the node's own link to node `to`. */
export function probePort(to: NodeId): number {
  return 20_000 + nodeNumber(to)
}

/** Every directed link between two different nodes. */
export function allLinks(nodes: readonly NodeId[]): Link[] {
  return nodes.flatMap((from) => nodes.filter((to) => to !== from).map((to) => ({ from, to })))
}

/** What a provider knows of one node when it makes the links. */
export interface LinkEnd {
  readonly toxiproxy: Toxiproxy
  /** Address at which this node's server answers its peers' Toxiproxies. */
  readonly upstream: Address
  /** Local address on which this node's Toxiproxy offers the probe proxies. */
  readonly probeHost: string
}

/** One proxy, as Toxiproxy's API and its configuration file know it. */
export interface LinkProxy {
  readonly name: string
  readonly listen: string
  readonly upstream: string
  readonly enabled: true
}

/**
 * The two proxies of a directed link i → j on Toxiproxy i: the link itself, which listens where node i believes node j
 * to be, and the probe proxy, whose upstream is that very listener. A toxic on the link therefore acts on the node's
 * bytes and on the probe's bytes alike.
 */
export function linkProxies(link: Link, probeHost: string, upstream: Address): readonly [LinkProxy, LinkProxy] {
  const listener = `${peerAddress(link.to)}:${upstream.port}`
  return [
    { name: linkName(link), listen: listener, upstream: `${upstream.host}:${upstream.port}`, enabled: true },
    { name: probeName(link), listen: `${probeHost}:${probePort(link.to)}`, upstream: listener, enabled: true },
  ]
}

/** Name of the proxy through which a link is probed. */
export function probeName(link: Link): string {
  return `probe:${linkName(link)}`
}

/**
 * Makes the proxies of every link, each on the Toxiproxy of the node where the link begins.
 *
 * @throws CapcheckError (exit 3) naming the link and the address that Toxiproxy refused
 */
export async function createLinks(ends: ReadonlyMap<NodeId, LinkEnd>): Promise<void> {
  await Promise.all(
    allLinks([...ends.keys()]).map(async (link) => {
      const here = ends.get(link.from)!
      for (const proxy of linkProxies(link, here.probeHost, ends.get(link.to)!.upstream)) await create(here.toxiproxy, proxy)
    }),
  )
}

async function create(toxiproxy: Toxiproxy, proxy: LinkProxy): Promise<void> {
  try {
    await within(API_TIMEOUT_MS, `creating proxy ${proxy.name}`, toxiproxy.createProxy(proxy))
  } catch (error) {
    throw environmentError(
      `Toxiproxy could not make the proxy ${proxy.name} (${proxy.listen} to ${proxy.upstream}): ${messageOf(error)}`,
      'Is another server listening on that address inside the node?',
      error,
    )
  }
}
