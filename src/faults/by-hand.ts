import { type Proxy, Toxiproxy } from 'toxiproxy-node-client'
import type { RunningCluster } from '../clusters/provider.ts'
import { environmentError, messageOf, usageError } from '../core/errors.ts'
import { type Link, linkName, type NodeId } from '../core/ids.ts'
import { within } from '../core/within.ts'
import { linksAcross } from './shapes.ts'

/** Milliseconds for one call; Toxiproxy's own client has no time-outs. */
const API_TIMEOUT_MS = 5000

/** What can be done to links by hand. */
export type HandFault = { readonly kind: 'cut' } | { readonly kind: 'oneway' } | { readonly kind: 'slow'; readonly ms: number }

/** One disturbance of one stream: `upstream` carries what the node that opened a connection sends, `downstream` the answers. */
export interface StreamToxic {
  readonly link: Link
  readonly stream: 'upstream' | 'downstream'
  readonly type: 'timeout' | 'latency'
  readonly attributes: { readonly [name: string]: number }
}

/** The nodes on the two sides of a fault. */
export type Groups = readonly [readonly NodeId[], readonly NodeId[]]

/** What Toxiproxy says of a link. */
export interface LinkSetting {
  readonly link: Link
  /** A closed one refuses connections. */
  readonly enabled: boolean
  /** Is everything swallowed that goes this way? */
  readonly swallows: { readonly upstream: boolean; readonly downstream: boolean }
  /** Milliseconds by which bytes are late in each direction. */
  readonly delays: { readonly upstream: number; readonly downstream: number }
  /** Toxics of other kinds, put there by hand: `slicer downstream`. */
  readonly others: readonly string[]
}

/**
 * Two groups of nodes from the command line: `n1` against all others, or `n1` and `n2,n3`.
 *
 * @throws CapcheckError (exit 64) for what is no node, and for nodes that stand on both sides
 */
export function groups(nodes: readonly NodeId[], from: string, to: string | undefined): Groups {
  const named = (text: string) =>
    text.split(',').map((name) => {
      const node = nodes.find((candidate) => candidate === name.trim())
      if (node === undefined) throw usageError(`no node "${name}"; the nodes are ${nodes.join(', ')}`, 'Write one node, or several with commas: capcheck fault cut n1 n2,n3')
      return node
    })
  const here = [...new Set(named(from))]
  const there = to === undefined ? nodes.filter((node) => !here.includes(node)) : [...new Set(named(to))]
  const both = here.filter((node) => there.includes(node))
  if (both.length > 0) throw usageError(`${both.join(', ')} cannot be on both sides`)
  if (there.length === 0) throw usageError(`there is nobody beside ${here.join(', ')}`)
  return [here, there]
}

/**
 * The toxics that make a fault between two groups. Bytes from one node to another go as requests on connections that the
 * first has opened, and as answers on those that the second has, so each direction is one stream of each of two links.
 */
export function toxicsOf(fault: HandFault, [here, there]: Groups): StreamToxic[] {
  const swallow = { type: 'timeout', attributes: { timeout: 0 } } as const
  if (fault.kind === 'oneway') {
    return here.flatMap((from) =>
      there.flatMap((to) => [
        { link: { from, to }, stream: 'upstream' as const, ...swallow },
        { link: { from: to, to: from }, stream: 'downstream' as const, ...swallow },
      ]),
    )
  }
  const does = fault.kind === 'cut' ? swallow : ({ type: 'latency', attributes: { latency: fault.ms, jitter: 0 } } as const)
  return linksAcross({ here, there }).flatMap((link) => [
    { link, stream: 'upstream' as const, ...does },
    { link, stream: 'downstream' as const, ...does },
  ])
}

/**
 * Puts toxics on links. What is there already stays; a delay takes the place of another one.
 *
 * @throws CapcheckError (exit 3) naming the link that Toxiproxy did not change
 */
export async function disturb(cluster: RunningCluster, toxics: readonly StreamToxic[]): Promise<void> {
  await Promise.all(
    toxics.map((toxic) =>
      onProxy(cluster, toxic.link, async (proxy) => {
        const { link, stream, type, attributes } = toxic
        const name = `${type === 'timeout' ? 'cut' : 'slow'}:${linkName(link)}:${stream}`
        const there = (await described(proxy)).toxics.find((each) => each.name === name)
        const same = Object.entries(attributes).every(([key, value]) => there?.attributes[key] === value)
        if (same) return
        if (there !== undefined) await proxy.getToxic(name).then((old) => old.remove())
        await proxy.addToxic({ name, type, stream, toxicity: 1, attributes })
      }),
    ),
  )
}

/**
 * Takes every toxic off these links, and off the ways through which they are probed, whoever put it there, and lets
 * closed ones listen again.
 *
 * @param probeName name of the proxy through which a link is probed
 * @throws CapcheckError (exit 3) naming the link that stays disturbed
 */
export async function undisturb(cluster: RunningCluster, links: readonly Link[], probeName: (link: Link) => string): Promise<void> {
  const names = links.flatMap((link) => [
    { link, name: linkName(link) },
    { link, name: probeName(link) },
  ])
  await Promise.all(
    names.map(({ link, name }) =>
      onProxy(
        cluster,
        link,
        async (proxy) => {
          const { toxics, enabled, listen, upstream } = await described(proxy)
          for (const toxic of toxics) await proxy.getToxic(toxic.name).then((old) => old.remove())
          if (!enabled) await proxy.update({ enabled: true, listen, upstream })
        },
        name,
      ),
    ),
  )
}

/** What Toxiproxy says of links. */
export async function settingsOf(cluster: RunningCluster, links: readonly Link[]): Promise<LinkSetting[]> {
  return Promise.all(
    links.map((link) =>
      onProxy(cluster, link, async (proxy) => {
        const { enabled, toxics } = await described(proxy)
        const swallows = { upstream: false, downstream: false }
        const delays = { upstream: 0, downstream: 0 }
        const others: string[] = []
        for (const { type, stream, attributes } of toxics) {
          if (type === 'timeout' && attributes.timeout === 0) swallows[stream] = true
          else if (type === 'latency') delays[stream] += attributes.latency ?? 0
          else others.push(`${type} ${stream}`)
        }
        return { link, enabled, swallows, delays, others }
      }),
    ),
  )
}

/** Is anything done to the link? */
export function isDisturbed({ enabled, swallows, delays, others }: LinkSetting): boolean {
  return !enabled || swallows.upstream || swallows.downstream || delays.upstream + delays.downstream > 0 || others.length > 0
}

/** A proxy as Toxiproxy describes it. */
interface Description {
  readonly enabled: boolean
  readonly listen: string
  readonly upstream: string
  readonly toxics: readonly {
    readonly name: string
    readonly type: string
    readonly stream: 'upstream' | 'downstream'
    readonly attributes: { readonly [name: string]: number | undefined }
  }[]
}

/** The client's own objects have forgotten the toxics, so the API is asked itself. */
async function described(proxy: Proxy): Promise<Description> {
  return (await proxy.api.get<Description>(proxy.getPath())).data
}

async function onProxy<T>(cluster: RunningCluster, link: Link, act: (proxy: Proxy) => Promise<T>, name = linkName(link)): Promise<T> {
  const { host, port } = cluster.toxiproxyApi(link.from)
  try {
    return await within(API_TIMEOUT_MS, `Toxiproxy of ${link.from}`, new Toxiproxy(`http://${host}:${port}`).get(name).then(act))
  } catch (error) {
    throw environmentError(`the proxy ${name} of ${link.from} could not be changed or read: ${messageOf(error)}`, undefined, error)
  }
}
