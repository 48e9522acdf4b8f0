import { type Link, linkName, type NodeId } from './ids.ts'

/** The two directions of bytes on the connections of a link: what its opener sends, and what comes back. */
export type Stream = 'upstream' | 'downstream'

export const STREAMS: readonly Stream[] = ['upstream', 'downstream']

/**
 * What is done to a directed link, that is to connections that `from` opens to `to`.
 *
 * - `silent`: the bytes of these streams vanish, connections stay open: a pulled cable.
 * - `refusing`: connections end and new ones are refused: a firewall that resets, a port without a server.
 * - `slow`: every byte arrives `ms` milliseconds later, in either direction.
 */
export type Disturbance =
  | { readonly how: 'silent'; readonly streams: readonly Stream[] }
  | { readonly how: 'refusing' }
  | { readonly how: 'slow'; readonly ms: number }

export interface LinkFault {
  readonly link: Link
  readonly does: Disturbance
  /** Comes and goes, beginning with `onMs` milliseconds of it; there without a break when absent. */
  readonly flapping?: { readonly onMs: number; readonly offMs: number }
}

/** What the harness does to the processes of a node: `kill` is SIGKILL, `pause` is SIGSTOP until the heal. */
export interface NodeFault {
  readonly node: NodeId
  readonly does: 'kill' | 'pause'
}

/** All that is done to a cluster in one trial. Links that are not named stay as they are. */
export interface Fault {
  readonly links: readonly LinkFault[]
  readonly nodes: readonly NodeFault[]
  /** Why this is no partition in the sense of CAP definition 4.1, so that no letter may be given; null for a partition. */
  readonly noPartition: string | null
}

/**
 * What a probe of a link can find.
 *
 * - `open`: an answer.
 * - `slow`: an answer, after the time that the fault adds.
 * - `cut`: silence.
 * - `mute`: the far server has read what was sent and hung up, but no byte of its answer came back.
 * - `refused`: the connection ended by itself, before anything was sent.
 */
export type LinkState = 'open' | 'slow' | 'cut' | 'mute' | 'refused'

/** What a probe must find at a link while the fault is there; for a flapping link, while it is on. */
export function expectedState(fault: Fault, link: Link): LinkState {
  // Nobody answers for a node that was stopped; its kernel still does, and refuses only when the server is gone.
  const stopped = fault.nodes.find(({ node }) => node === link.to)
  if (stopped !== undefined) return stopped.does === 'kill' ? 'refused' : 'cut'
  const does = faultOfLink(fault, link)?.does
  if (does === undefined) return 'open'
  if (does.how === 'refusing') return 'refused'
  if (does.how === 'slow') return 'slow'
  return does.streams.includes('upstream') ? 'cut' : 'mute'
}

export function faultOfLink({ links }: Fault, link: Link): LinkFault | undefined {
  return links.find((fault) => linkName(fault.link) === linkName(link))
}

/**
 * Groups of nodes that can still pass messages to each other in some direction, over however many nodes in between.
 * More than one group means a partition; nodes of different groups are wholly separated.
 */
export function groupsOf(nodes: readonly NodeId[], fault: Fault): NodeId[][] {
  const left = new Set(nodes)
  const groups: NodeId[][] = []
  for (const first of nodes) {
    if (!left.delete(first)) continue
    const group = [first]
    // The group grows while it is walked.
    for (const node of group) {
      for (const other of [...left].filter((each) => !silenced(fault, node, each) || !silenced(fault, each, node))) {
        left.delete(other)
        group.push(other)
      }
    }
    groups.push(group)
  }
  return groups
}

/** Is every message from one node to the other lost, on connections that either of them opened? */
function silenced(fault: Fault, from: NodeId, to: NodeId): boolean {
  return lost(fault, { from, to }, 'upstream') && lost(fault, { from: to, to: from }, 'downstream')
}

function lost(fault: Fault, link: Link, stream: Stream): boolean {
  const found = faultOfLink(fault, link)
  if (found === undefined || found.flapping !== undefined) return false
  return found.does.how === 'refusing' || (found.does.how === 'silent' && found.does.streams.includes(stream))
}

/** What was done in a trial. Records of older versions say only which links were black holes. */
export function faultOf(trial: { readonly fault?: Fault; readonly cutLinks: readonly Link[] }): Fault {
  return trial.fault ?? { links: trial.cutLinks.map((link) => ({ link, does: { how: 'silent', streams: STREAMS } })), nodes: [], noPartition: null }
}

/** The links that let nothing through, in either direction, for as long as the fault is there. */
export function closedLinks(fault: Fault): Link[] {
  return fault.links.filter(({ link }) => STREAMS.every((stream) => lost(fault, link, stream))).map(({ link }) => link)
}
