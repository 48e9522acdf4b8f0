/** A cluster member, `n1`, `n2`, `n3`. Its loopback name inside the cluster is `127.0.1.<number>`. */
export type NodeId = `n${number}`

/** Number of a node: `nodeNumber('n2') === 2`. */
export function nodeNumber(node: NodeId): number {
  return Number(node.slice(1))
}

/** Node of a number: `nodeId(2) === 'n2'`. */
export function nodeId(number: number): NodeId {
  return `n${number}`
}

/** Three nodes: the smallest cluster with a majority and a minority. */
export const NODES: readonly NodeId[] = [1, 2, 3].map(nodeId)

/** The address by which every node of a cluster knows node `node`, the same on all machines. */
export function peerAddress(node: NodeId): string {
  return `127.0.1.${nodeNumber(node)}`
}

/** A directed link: bytes that `from` sends to `to` on connections that `from` opened, and their answers. */
export interface Link {
  readonly from: NodeId
  readonly to: NodeId
}

/** Stable name of a link, as used for proxies and probe logs: `n1->n2`. */
export function linkName(link: Link): string {
  return `${link.from}->${link.to}`
}
