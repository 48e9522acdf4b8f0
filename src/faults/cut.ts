import type { Proxy } from 'toxiproxy-node-client'
import type { RunningCluster } from '../clusters/provider.ts'
import { type Stream, STREAMS } from '../core/fault.ts'
import { type Link, linkName } from '../core/ids.ts'
import { onProxies } from './proxies.ts'

/**
 * Black-holes links: a `timeout` toxic of 0 on the streams of each. Bytes vanish, connections stay open, as when
 * a cable is pulled. All calls go out at once; a cut of several links is still not one instant.
 *
 * @throws CapcheckError (exit 3) naming the link that could not be cut
 */
export async function cutLinks(cluster: RunningCluster, links: readonly Link[], streams: readonly Stream[] = STREAMS): Promise<void> {
  await onProxies(cluster, links, 'cut', (proxy, link) => putToxics(proxy, link, { type: 'timeout', attributes: { timeout: 0 } }, streams))
}

/**
 * Switches the proxies of links off: their connections end, and new ones are refused by the kernel (RST). Both ends
 * notice at once, which a black hole leaves them to find out.
 *
 * @throws CapcheckError (exit 3) naming the link that could not be closed
 */
export async function refuseLinks(cluster: RunningCluster, links: readonly Link[]): Promise<void> {
  await onProxies(cluster, links, 'close', (proxy) => enable(proxy, false))
}

/**
 * Makes links slow: every byte arrives `ms` milliseconds later than it was sent, on connections that exist and on new
 * ones, so a question and its answer take `2 × ms` longer. Throughput stays as it is. A link that is slow already gets
 * the new figure.
 *
 * @throws CapcheckError (exit 3) naming the link that could not be slowed
 */
export async function slowLinks(cluster: RunningCluster, links: readonly Link[], ms: number): Promise<void> {
  await onProxies(cluster, links, 'slow', async (proxy, link) => {
    await clearToxics(proxy)
    await putToxics(proxy, link, { type: 'latency', attributes: { latency: ms, jitter: 0 } }, STREAMS)
  })
}

/**
 * Takes black holes, refusal and slowness away. Connections that were caught in a black hole end, so no half-delivered
 * stream goes on; those that were slow go on. Does nothing for links that are open, so that it can be called again.
 *
 * @throws CapcheckError (exit 3) naming the link that is still disturbed
 */
export async function healLinks(cluster: RunningCluster, links: readonly Link[]): Promise<void> {
  await onProxies(cluster, links, 'heal', async (proxy) => {
    await clearToxics(proxy)
    if (!proxy.enabled) await enable(proxy, true)
  })
}

interface ToxicKind {
  readonly type: 'timeout' | 'latency'
  readonly attributes: { readonly [name: string]: number }
}

async function putToxics(proxy: Proxy, link: Link, { type, attributes }: ToxicKind, streams: readonly Stream[]): Promise<void> {
  await Promise.all(streams.map((stream) => proxy.addToxic({ name: `${type}:${linkName(link)}:${stream}`, type, stream, toxicity: 1, attributes })))
}

/**
 * The client has no call for the list of toxics; asking for one that is not there is an error like any other.
 *
 * Black holes go last. Taking one away ends its connections and its reading of what comes from the toxics before it, and
 * of one that stands there with bytes in hand Toxiproxy then cannot let go: the call hangs, with the lock of that proxy
 * (RemoveToxic in link.go of Toxiproxy 2.12).
 */
async function clearToxics(proxy: Proxy): Promise<void> {
  const { data } = await proxy.api.get<readonly { readonly name: string; readonly type: string }[]>(`${proxy.getPath()}/toxics`)
  const remove = (toxics: typeof data) => Promise.all(toxics.map(({ name }) => proxy.api.delete(`${proxy.getPath()}/toxics/${name}`)))
  await remove(data.filter(({ type }) => type !== 'timeout'))
  await remove(data.filter(({ type }) => type === 'timeout'))
}

async function enable(proxy: Proxy, enabled: boolean): Promise<void> {
  const { listen, upstream } = proxy
  await proxy.update({ listen, upstream, enabled })
}
