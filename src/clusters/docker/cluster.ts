import type { NodeId } from '../../core/ids.ts'
import type { Address } from '../../core/store.ts'
import { probePort, TOXIPROXY_PORT } from '../links.ts'
import type { NodeControl, RunningCluster } from '../provider.ts'
import type { Watch } from './watch.ts'

/** What has to be known of a cluster of containers to reach and watch it. */
export interface ContainerCluster {
  readonly provider: string
  readonly nodes: readonly NodeId[]
  readonly clientPort: number
  /** Where a port inside a node's network namespace is reached from outside. */
  published(node: NodeId, port: number): Address
  logTail(part: string): Promise<string>
  readonly watch: Watch
  readonly control?: NodeControl
  stop(): Promise<void>
}

/** Nodes as containers, whoever started them: everything is reached through the ports that their Toxiproxies publish. */
export function containerCluster(cluster: ContainerCluster): RunningCluster {
  const { provider, nodes, clientPort, published, logTail, watch, control, stop } = cluster
  const direct = (node: NodeId) => published(node, clientPort)
  return {
    provider,
    nodes,
    dial: (home, node) => (home === node ? direct(node) : published(home, probePort(node))),
    direct,
    logTail,
    alive: (node) => !watch.dead.has(node),
    toxiproxyApi: (node) => published(node, TOXIPROXY_PORT),
    probeAddress: (link) => published(link.from, probePort(link.to)),
    ...(control !== undefined && { control }),
    died: watch.died,
    stop,
  }
}
