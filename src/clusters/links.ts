import type { Toxiproxy } from 'toxiproxy-node-client'
import { environmentError, messageOf } from '../core/errors.ts'
import { type Link, linkName, type NodeId, nodeNumber, peerAddress } from '../core/ids.ts'
import type { Address } from '../core/store.ts'
import { within } from '../core/within.ts'

/** Milliseconds that one call to Toxiproxy's API may take. Its node client has no time-outs of its own. */
const API_TIMEOUT_MS = 5000

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

/**
 * Makes two proxies for every directed link i → j on Toxiproxy i: the link itself, which listens where node i
 * believes node j to be, and the probe proxy, whose upstream is that very listener. A toxic on the link
 * therefore acts on the node's bytes and on the probe's bytes alike.
 *
 * @throws CapcheckError (exit 3) naming the link and the address that Toxiproxy refused
 */
export async function createLinks(ends: ReadonlyMap<NodeId, LinkEnd>, linkPort: number): Promise<void> {
  const nodes = [...ends.keys()]
  await Promise.all(
    allLinks(nodes).map(async (link) => {
      const here = ends.get(link.from)!
      const there = ends.get(link.to)!
      const listener = `${peerAddress(link.to)}:${linkPort}`
      await proxy(here.toxiproxy, linkName(link), listener, `${there.upstream.host}:${there.upstream.port}`)
      await proxy(here.toxiproxy, `probe:${linkName(link)}`, `${here.probeHost}:${probePort(link.to)}`, listener)
    }),
  )
}

async function proxy(toxiproxy: Toxiproxy, name: string, listen: string, upstream: string): Promise<void> {
  try {
    await within(API_TIMEOUT_MS, `creating proxy ${name}`, toxiproxy.createProxy({ name, listen, upstream, enabled: true }))
  } catch (error) {
    throw environmentError(
      `Toxiproxy could not make the proxy ${name} (${listen} to ${upstream}): ${messageOf(error)}`,
      'Is another server listening on that address inside the node?',
      error,
    )
  }
}
