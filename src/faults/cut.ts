import { type Proxy, Toxiproxy } from 'toxiproxy-node-client'
import type { RunningCluster } from '../clusters/provider.ts'
import { environmentError, messageOf } from '../core/errors.ts'
import { type Link, linkName } from '../core/ids.ts'
import { within } from '../core/within.ts'

/** Milliseconds for one call; Toxiproxy's own client has no time-outs, and removing a toxic has been seen to hang. */
const API_TIMEOUT_MS = 5000

const STREAMS = ['upstream', 'downstream'] as const

/**
 * Black-holes links: a `timeout` toxic of 0 on both streams of each. Bytes vanish, connections stay open, as when
 * a cable is pulled. All calls go out at once; a cut of several links is still not one instant.
 *
 * @throws CapcheckError (exit 3) naming the link that could not be cut
 */
export async function cutLinks(cluster: RunningCluster, links: readonly Link[]): Promise<void> {
  await each(cluster, links, 'cut', async (proxy, link) => {
    await Promise.all(
      STREAMS.map((stream) =>
        proxy.addToxic({ name: toxicName(link, stream), type: 'timeout', stream, toxicity: 1, attributes: { timeout: 0 } }),
      ),
    )
  })
}

/**
 * Takes the black hole away. Connections that were caught in it end, so no half-delivered stream goes on.
 * Does nothing for links that are open, so that it can be called again.
 *
 * @throws CapcheckError (exit 3) naming the link that stays cut
 */
export async function healLinks(cluster: RunningCluster, links: readonly Link[]): Promise<void> {
  await each(cluster, links, 'heal', async (proxy, link) => {
    await Promise.all(
      STREAMS.map(async (stream) => {
        // Only an answer says that the toxic is gone; a Toxiproxy that does not answer is the caller's error.
        const toxic = await proxy.getToxic(toxicName(link, stream)).catch((error: unknown) => {
          if (/not found/i.test(messageOf(error))) return null
          throw error
        })
        await toxic?.remove()
      }),
    )
  })
}

function toxicName(link: Link, stream: string): string {
  return `cut:${linkName(link)}:${stream}`
}

async function each(cluster: RunningCluster, links: readonly Link[], verb: string, act: (proxy: Proxy, link: Link) => Promise<void>): Promise<void> {
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
