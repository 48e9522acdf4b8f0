import type { Cluster, ContainerContext, ContainerSpec, Engine, NodeContext, NodeSpec } from '../core/store.ts'
import type { Link, NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import type { Address } from '../core/store.ts'

/** What a provider is asked to bring up. The same for every place where nodes can live. */
export interface ClusterSpec {
  /** Short name for logs and folders: `postgres`. */
  readonly name: string
  readonly nodes: readonly NodeId[]
  readonly linkPort: number
  readonly clientPort: number
  readonly engine: Engine
  readonly toxiproxy: Engine
  readonly serverSettings: { readonly [name: string]: Json }
  /** Node logs are written here, one file a node, and stay. */
  readonly logDir: string
  /** For nodes that are processes of this machine. */
  prepareNode(context: NodeContext): Promise<NodeSpec>
  /** For nodes that are containers. */
  describeContainer(context: ContainerContext): ContainerSpec
}

/** What can be done to the server of a node. Its Toxiproxy and its network stay as they are. */
export interface NodeControl {
  /** Ends all processes of the node at once (SIGKILL). `died` says nothing of it. */
  kill(node: NodeId): Promise<void>
  /** Starts a killed node again, on the data that it had; null where that data is gone with its processes. */
  readonly restart: ((node: NodeId) => Promise<void>) | null
  /** Stops the processes of the node where they are (SIGSTOP), until `resume`. */
  pause(node: NodeId): Promise<void>
  resume(node: NodeId): Promise<void>
}

/** A running cluster with the handles that faults need: one Toxiproxy beside each node. */
export interface RunningCluster extends Cluster {
  /** Toxiproxy's HTTP API of a node. */
  toxiproxyApi(node: NodeId): Address
  /** Where a probe of this link connects: a proxy of its own whose upstream is the very listener the node uses. */
  probeAddress(link: Link): Address
  /** Absent where nodes cannot be stopped one by one. */
  readonly control?: NodeControl
  /** Rejects when a node or a Toxiproxy dies before `stop` was called. */
  readonly died: Promise<never>
  stop(): Promise<void>
}

/** A place where nodes can live: the sandbox, Docker, or a compose cluster that runs already. */
export interface Provider {
  readonly name: string
  start(spec: ClusterSpec, onProgress: (line: string) => void): Promise<RunningCluster>
}
