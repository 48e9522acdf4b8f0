import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import type { Completion, Op } from '../../core/op.ts'
import type { Profile, Route } from '../../core/profile.ts'
import type { Cluster, Store } from '../../core/store.ts'
import type { StoreWorkload } from '../../core/workload.ts'
import type { MemoryNetwork } from './network.ts'
import type { WorkloadName } from './tables.ts'

/** A database in memory, seen from one of its nodes. */
export interface Database {
  open(facts: { readonly [name: string]: Json }): void
  /** Carries out an operation at a node. Throws `Refused` when it does not. */
  run(node: NodeId, workload: WorkloadName, op: Op, facts: { readonly [name: string]: Json }): Promise<Completion> | Completion
  /** Where changes go: to the leader n1, or to whatever node is asked. */
  readonly changes: Route
}

/** The database says no, and did nothing. */
export class Refused extends Error {}

/** Longest delay before and after an operation takes effect, in milliseconds: enough for operations to overlap. */
const DELAY_MS = 2

/** What a workload gets to talk to one node of a database in memory. */
export interface MemorySession {
  readonly database: Database
  run(workload: WorkloadName, op: Op, facts: { readonly [name: string]: Json }): Promise<Completion>
}

/** The client's side of a database in memory: the interface of every store. */
export function memoryStore(network: MemoryNetwork, database: Database, profile: Profile): Store<MemorySession> {
  const noProcess = (): never => {
    throw new Error('a store in memory has no processes')
  }
  const session = (node: NodeId): MemorySession => ({
    database,
    async run(workload, op, facts) {
      await sleep(DELAY_MS / 2)
      const completion = await database.run(node, workload, op, facts)
      await sleep(DELAY_MS / 2)
      return completion
    },
  })
  return {
    id: 'memory',
    title: 'Store in memory',
    textbook: 'CP',
    profiles: [profile],
    linkPort: 0,
    clientPort: 0,
    probePayload: new Uint8Array(1),
    prepareNode: noProcess,
    container: { image: '', memoryMiB: 0, describe: noProcess },
    boot: noProcess,
    configure: noProcess,
    driverSettings: {},
    readSettings: () => Promise.resolve({}),
    view: (_cluster, node) => Promise.resolve({ node, alive: true, reachable: network.reachable(node).filter((peer) => peer !== node), role: 'peer', detail: null }),
    health: () => Promise.resolve({ ok: network.whole, detail: network.whole ? 'all links are open' : 'links are cut' }),
    actions: {},
    watchLeader:
      database.changes === 'leader'
        ? (_cluster, home) => ({ leader: () => (network.reachable(home).includes('n1') ? 'n1' : null), close: () => Promise.resolve() })
        : null,
    open: (_cluster, _home, node) => ({
      acquire: () => Promise.resolve({ session: session(node), release: () => undefined }),
      identify: () => Promise.resolve(node),
      close: () => Promise.resolve(),
    }),
    classify: (error) => (error instanceof Refused ? { type: 'fail', code: 'refused' } : { type: 'info', code: 'unknown' }),
    errorTable: [{ match: 'Refused', type: 'fail', why: 'the database did nothing' }],
  }
}

/** How every workload is carried out: the database itself knows them. */
export function memoryWorkload(name: WorkloadName): StoreWorkload<MemorySession> {
  return {
    setup: ({ database }, settings) => Promise.resolve(database.open(settings)),
    run: (session, op, settings) => session.run(name, op, settings),
  }
}

/** A cluster without processes or addresses: clients reach the nodes by name. */
export function memoryCluster(nodes: readonly NodeId[]): Cluster & { readonly died: Promise<never> } {
  const address = { host: 'memory', port: 0 }
  return { provider: 'memory', nodes, dial: () => address, direct: () => address, logTail: () => Promise.resolve(''), alive: () => true, died: new Promise(() => undefined) }
}
