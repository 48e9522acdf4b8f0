import { type Proxy, Toxiproxy } from 'toxiproxy-node-client'
import type { RunningCluster } from '../clusters/provider.ts'
import { environmentError, messageOf } from '../core/errors.ts'
import { type Link, linkName } from '../core/ids.ts'
import { within } from '../core/within.ts'

/** Milliseconds for one call; Toxiproxy's own client has no time-outs, and removing a toxic has been seen to hang. */
const API_TIMEOUT_MS = 5000

/**
 * Does something to the proxies of links, to all at once.
 *
 * @param verb what is done, for the error: `cut`
 * @throws CapcheckError (exit 3) naming the link at which it failed
 */
export async function onProxies(cluster: RunningCluster, links: readonly Link[], verb: string, act: (proxy: Proxy, link: Link) => Promise<void>): Promise<void> {
  await Promise.all(
    links.map(async (link) => {
      const { host, port } = cluster.toxiproxyApi(link.from)
      const toxiproxy = new Toxiproxy(`http://${host}:${port}`)
      try {
        await within(API_TIMEOUT_MS, `Toxiproxy of ${link.from}`, toxiproxy.get(linkName(link)).then((proxy) => act(proxy, link)))
      } catch (error) {
        throw environmentError(`could not ${verb} the link ${linkName(link)}: ${messageOf(error)}`, undefined, error)
      }
    }),
  )
}
