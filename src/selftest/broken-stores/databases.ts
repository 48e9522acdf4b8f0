import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import type { Completion, Op } from '../../core/op.ts'
import type { MemoryNetwork } from './network.ts'
import { Refused, type Database } from './store.ts'
import { Tables, decide, type WorkloadName } from './tables.ts'

type Facts = { readonly [name: string]: Json }

/** Carries out an operation on tables, rightly or with a bug. */
export type Execute = (tables: Tables, workload: WorkloadName, op: Op, node: NodeId, facts: Facts) => Completion | Promise<Completion>

/** Without a bug: decides, changes, answers in one step. */
export const faultless: Execute = (tables, workload, op, node, facts) => {
  const { completion, change } = decide(tables, workload, op, node, facts)
  change?.(tables)
  return completion
}

/** One truth that every node reads and changes in one step, and that a node without a majority refuses to touch. */
export function majority(network: MemoryNetwork, execute: Execute = faultless): Database {
  return single((node) => network.hasQuorum(node), execute)
}

/** The same without asking whether the network is there: what one side writes the other one reads. */
export function leaky(): Database {
  return single(() => true, faultless)
}

function single(mayAnswer: (node: NodeId) => boolean, execute: Execute): Database {
  const tables = new Tables()
  return {
    changes: 'any',
    open: (facts) => openWith(tables, facts),
    run(node, workload, op, facts) {
      if (!mayAnswer(node)) throw new Refused('no majority')
      return execute(tables, workload, op, node, facts)
    },
  }
}

/**
 * One truth on every node, reached after so many trips between nodes for each kind of operation: 2 are a round trip.
 * Kinds that are not named are answered at once.
 */
export function distant(network: MemoryNetwork, trips: { readonly [f: string]: number }): Database {
  const near = single(() => true, faultless)
  return {
    ...near,
    async run(node, workload, op, facts) {
      await sleep((trips[op.f] ?? 0) * network.delayMs)
      return near.run(node, workload, op, facts)
    },
  }
}

/** The replicas of all nodes, and what was known to all of them before the cut. */
export interface Replicas {
  readonly of: ReadonlyMap<NodeId, Tables>
  readonly beforeCut: Tables
}

/**
 * A replica on every node: each answers for itself and tells those that it can reach in the same step.
 *
 * @param onHeal what happens to the replicas when the network is back
 */
export function everyNode(network: MemoryNetwork, onHeal: (replicas: Replicas) => void): Database {
  const of = new Map(network.nodes.map((node) => [node, new Tables()]))
  const beforeCut = new Tables()
  network.onHeal(() => onHeal({ of, beforeCut }))
  return {
    changes: 'any',
    open: (facts) => [...of.values(), beforeCut].forEach((tables) => openWith(tables, facts)),
    run(node, workload, op, facts) {
      const { completion, change } = decide(of.get(node)!, workload, op, node, facts)
      if (change !== null) for (const peer of network.reachable(node)) change(of.get(peer)!)
      if (network.whole) change?.(beforeCut)
      return completion
    },
  }
}

/** Everybody learns what anybody knows; of two writes of a register the later one stays. */
export function mergeAll({ of }: Replicas): void {
  const all = new Tables()
  for (const tables of of.values()) all.merge(tables)
  for (const tables of of.values()) tables.merge(all)
}

/** What was acknowledged during the cut was never stored, and is gone. */
export function forgetAll({ of, beforeCut }: Replicas): void {
  for (const tables of of.values()) tables.replace(beforeCut)
}

/** Milliseconds by which followers are behind. */
const LAG_MS = 30

/** A leader that takes all changes; every node answers reads from its own copy, which lags behind. */
export function laggingFollowers(network: MemoryNetwork): Database {
  const replicas = new Map(network.nodes.map((node) => [node, new Tables()]))
  const leader = replicas.get('n1')!
  network.onHeal(() => replicas.forEach((tables) => tables.merge(leader)))
  const replicate = async (node: NodeId, change: (tables: Tables) => void): Promise<void> => {
    await sleep(LAG_MS)
    if (network.reachable(node).includes('n1')) change(replicas.get(node)!)
  }
  return {
    changes: 'leader',
    open: (facts) => replicas.forEach((tables) => openWith(tables, facts)),
    run(node, workload, op, facts) {
      const { completion, change } = decide(replicas.get(node)!, workload, op, node, facts)
      if (node !== 'n1' && op.value !== null) throw new Refused('not the leader')
      if (change === null) return completion
      change(leader)
      for (const follower of network.nodes) if (follower !== 'n1') void replicate(follower, change)
      return completion
    },
  }
}

function openWith(tables: Tables, { initial }: Facts): void {
  if (typeof initial === 'number') tables.open(initial)
}
