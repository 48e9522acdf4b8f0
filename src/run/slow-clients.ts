import { setTimeout as sleep } from 'node:timers/promises'
import type { NodeId } from '../core/ids.ts'
import type { Op } from '../core/op.ts'
import { random, type Random } from '../core/random.ts'
import type { Kind } from '../core/workload.ts'
import type { Lane } from './lane.ts'
import { kindsOf } from './plan.ts'

/** How often an operation is drawn again until its key is one of this client's. */
const DRAWS = 200

/**
 * One client of one lane: it lives beside a node, and sends operations to that node alone, one at a time, its kinds in turn.
 */
export class SlowClient {
  readonly home: NodeId
  readonly #lane: Lane
  readonly #kinds: readonly Kind[]
  readonly #random: Random
  readonly #own: (key: string) => boolean
  readonly #first: number
  readonly #step: number
  #drawn = 0
  #turn = 0

  constructor(lane: Lane, home: NodeId, kinds: readonly Kind[], homes: readonly NodeId[], seed: number) {
    this.home = home
    this.#lane = lane
    this.#kinds = kinds
    this.#random = random(seed).fork(`slow ${lane.parts.workload.name} ${home}`)
    this.#own = (key) => homes[keyNumber(key) % homes.length] === home
    this.#first = 1 + homes.indexOf(home)
    this.#step = homes.length
  }

  /** Sends operations until `ms` milliseconds have passed; the last one is waited for. */
  async run(ms: number, everyMs: number, stop: AbortSignal): Promise<void> {
    const end = performance.now() + ms
    for (let due = performance.now(); due < end && !stop.aborted; due = Math.max(due + everyMs, performance.now())) {
      await sleep(Math.max(0, due - performance.now()))
      await this.#lane.perform(this.home, this.#next())
    }
  }

  /** Clients of one lane share no key, so that none of them waits for another one's operation. */
  #next(): Op {
    const kind = this.#kinds[this.#turn++ % this.#kinds.length]!
    for (let draws = 1; ; draws++) {
      const op = draw(this.#lane, kind, this.home, this.#random, this.#first + this.#step * this.#drawn++)
      if (op.key === undefined || this.#own(op.key) || draws >= DRAWS) return op
    }
  }
}

/**
 * The clients of a lane. A client's own way to a distant node would be slowed too, so a kind is sent by those clients
 * alone whose home is the very node that gets it. Operations that name no key concern everything at once, and clients
 * beside several nodes would hinder each other: those are sent beside the first such node only.
 */
export function slowClients(lane: Lane, nodes: readonly NodeId[], seed: number): SlowClient[] {
  const byHome = nodes.map((home) => ({ home, kinds: kindsOf(lane.parts).filter(({ f }) => lane.route(home, f) === home) }))
  const keyed = (kind: Kind, home: NodeId) => draw(lane, kind, home, random(seed), 1).key !== undefined
  const firstHome = new Map(byHome.toReversed().flatMap(({ home, kinds }) => kinds.map(({ f }) => [f, home] as const)))
  return byHome.flatMap(({ home, kinds }) => {
    const own = kinds.filter((kind) => keyed(kind, home) || firstHome.get(kind.f) === home)
    return own.length === 0 ? [] : [new SlowClient(lane, home, own, nodes, seed)]
  })
}

function draw(lane: Lane, kind: Kind, home: NodeId, dice: Random, unique: number): Op {
  return kind.next({ random: dice, unique, home, lastSeen: (key) => lane.lastSeen(home, key) })
}

/** Keys of all workloads end in a number; those that do not all belong to the same client. */
function keyNumber(key: string): number {
  return Number(/\d+$/.exec(key)?.[0] ?? 0)
}
