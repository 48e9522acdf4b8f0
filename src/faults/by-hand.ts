import type { RunningCluster } from '../clusters/provider.ts'
import { usageError } from '../core/errors.ts'
import { type Disturbance, type LinkFault, STREAMS } from '../core/fault.ts'
import { type Link, linkName, type NodeId } from '../core/ids.ts'
import { onProxies } from './proxies.ts'
import { linksAcross, oneWay } from './shapes.ts'

/** What can be done to links by hand. */
export type HandFault = { readonly kind: 'cut' } | { readonly kind: 'oneway' } | { readonly kind: 'slow'; readonly ms: number }

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

/** What a fault between two groups does to each link. */
export function faultsBetween(fault: HandFault, [here, there]: Groups): LinkFault[] {
  if (fault.kind === 'oneway') return here.flatMap((from) => there.flatMap((to) => oneWay(from, to)))
  const does: Disturbance = fault.kind === 'cut' ? { how: 'silent', streams: STREAMS } : { how: 'slow', ms: fault.ms }
  return linksAcross({ here, there }).map((link) => ({ link, does }))
}

/** What is left to do where some of it was done before: a stream that is swallowed already cannot be swallowed again. */
export function notYetDone(faults: readonly LinkFault[], settings: readonly LinkSetting[]): LinkFault[] {
  return faults.flatMap(({ link, does }): LinkFault[] => {
    if (does.how !== 'silent') return [{ link, does }]
    const swallows = settings.find((setting) => linkName(setting.link) === linkName(link))?.swallows
    const streams = does.streams.filter((stream) => swallows?.[stream] !== true)
    return streams.length === 0 ? [] : [{ link, does: { ...does, streams } }]
  })
}

/** What Toxiproxy says of links, in their order. */
export async function settingsOf(cluster: RunningCluster, links: readonly Link[]): Promise<LinkSetting[]> {
  const settings = new Map<string, LinkSetting>()
  await onProxies(cluster, links, 'read', async (proxy, link) => {
    const { data } = await proxy.api.get<readonly Toxic[]>(`${proxy.getPath()}/toxics`)
    settings.set(linkName(link), settingOf(link, proxy.enabled, data))
  })
  return links.map((link) => settings.get(linkName(link))!)
}

/** A toxic as Toxiproxy describes it. */
interface Toxic {
  readonly type: string
  readonly stream: 'upstream' | 'downstream'
  readonly attributes: { readonly [name: string]: number | undefined }
}

function settingOf(link: Link, enabled: boolean, toxics: readonly Toxic[]): LinkSetting {
  const swallows = { upstream: false, downstream: false }
  const delays = { upstream: 0, downstream: 0 }
  const others: string[] = []
  for (const { type, stream, attributes } of toxics) {
    if (type === 'timeout' && attributes.timeout === 0) swallows[stream] = true
    else if (type === 'latency') delays[stream] += attributes.latency ?? 0
    else others.push(`${type} ${stream}`)
  }
  return { link, enabled, swallows, delays, others }
}

/** Is anything done to the link? */
export function isDisturbed({ enabled, swallows, delays, others }: LinkSetting): boolean {
  return !enabled || swallows.upstream || swallows.downstream || delays.upstream + delays.downstream > 0 || others.length > 0
}
