import { random, type Random } from '../../core/random.ts'
import type { Micro, Txn } from './txn.ts'

/** How a simulated database treats its transactions. */
export type Isolation =
  /** One after the other, at a moment between call and return. */
  | 'serializable'
  /** A snapshot at the start, first committer wins. */
  | 'snapshot isolation'
  /** A snapshot from some earlier moment, first committer since then wins. */
  | 'stale snapshots'
  /** A snapshot at the start, and every commit goes through. */
  | 'prefix'
  /** Every micro-operation sees what is committed at its moment. */
  | 'read committed'

export interface Load {
  readonly transactions: number
  readonly keys: number
  readonly clients: number
  /** Micro-operations of a transaction, at most. */
  readonly most: number
  /** In 100 transactions. */
  readonly unknown: number
}

interface Running {
  readonly process: number
  readonly call: number
  readonly snapshot: ReadonlyMap<string, readonly number[]>
  readonly plan: Micro[]
  readonly done: Micro[]
}

/** A history of generated load against a database in memory, interleaved micro-operation by micro-operation. */
export function simulate(seed: number, isolation: Isolation, load: Load): Txn[] {
  const dice = random(seed)
  const history: Txn[] = []
  const versions: ReadonlyMap<string, readonly number[]>[] = [new Map()]
  const running: (Running | null)[] = Array.from({ length: load.clients }, () => null)
  const process = running.map((_, client) => client)
  let [time, started, fresh] = [0, 0, 0]
  while (started < load.transactions || running.some((one) => one !== null)) {
    const client = dice.below(load.clients)
    const one = running[client]!
    time++
    if (one === null) {
      if (started++ >= load.transactions) continue
      const back = isolation === 'stale snapshots' ? dice.below(Math.min(4, versions.length)) : 0
      const drawn = Array.from({ length: 1 + dice.below(load.most) }, () => micro(dice, load.keys, () => ++fresh))
      // Where nobody holds a list until commit, what stands before own appends is not settled when they are read.
      const blind = isolation === 'prefix' || isolation === 'read committed'
      const plan = blind ? drawn.filter(({ f, key }, i) => f === 'append' || !drawn.slice(0, i).some((op) => op.f === 'append' && op.key === key)) : drawn
      running[client] = { process: process[client]!, call: time, snapshot: versions.at(-1 - back)!, plan, done: [] }
    } else if (one.done.length < one.plan.length && isolation !== 'serializable') {
      const base = isolation === 'read committed' ? versions.at(-1)! : one.snapshot
      one.done.push(step(one.plan[one.done.length]!, base, one.done))
    } else {
      running[client] = null
      const state = versions.at(-1)!
      if (isolation === 'serializable') for (const next of one.plan) one.done.push(step(next, state, one.done))
      const touched = one.done.filter(({ f }) => f === 'append').map(({ key }) => key)
      const refused = (isolation === 'snapshot isolation' || isolation === 'stale snapshots') && touched.some((key) => state.get(key) !== one.snapshot.get(key))
      const lost = dice.below(100) < load.unknown
      if (!refused && (!lost || dice.below(2) === 0) && touched.length > 0) versions.push(committed(state, one.done))
      const type = lost ? 'info' : refused ? 'fail' : 'ok'
      history.push({ type, process: one.process, call: one.call, ret: lost ? Infinity : time, ops: one.done })
      if (lost) process[client] = process[client]! + load.clients
    }
  }
  return history.sort((a, b) => a.call - b.call)
}

function micro(dice: Random, keys: number, fresh: () => number): Micro {
  const key = 'xyzuvwabcdefghij'[dice.below(keys)]!
  return dice.below(2) === 0 ? { f: 'append', key, value: fresh() } : { f: 'r', key, value: null }
}

function step(micro: Micro, base: ReadonlyMap<string, readonly number[]>, done: readonly Micro[]): Micro {
  if (micro.f === 'append') return micro
  const own = done.filter(({ f, key }) => f === 'append' && key === micro.key).map(({ value }) => value as number)
  return { ...micro, value: [...(base.get(micro.key) ?? []), ...own] }
}

function committed(state: ReadonlyMap<string, readonly number[]>, done: readonly Micro[]): ReadonlyMap<string, readonly number[]> {
  const next = new Map(state)
  for (const { f, key, value } of done) if (f === 'append') next.set(key, [...(next.get(key) ?? []), value as number])
  return next
}

/**
 * A few transactions whose answers are drawn from what was appended: prefixes of some order of each list, with a small
 * chance of nonsense. About half of these histories are serializable.
 */
export function randomTxns(seed: number, count: number): Txn[] {
  const dice = random(seed)
  const keys = ['x', 'y', 'z'].slice(0, 1 + dice.below(3))
  let fresh = 0
  const drafts: Txn[] = Array.from({ length: count }, (_, process) => {
    const call = dice.below(10)
    const type = dice.below(10) === 0 ? 'fail' : dice.below(7) === 0 ? 'info' : 'ok'
    const ops = Array.from({ length: 1 + dice.below(3) }, () => micro(dice, keys.length, () => ++fresh))
    return { type, process: process + 1, call, ret: type === 'info' ? Infinity : call + dice.below(6), ops }
  })
  drafts.sort((a, b) => a.call - b.call)
  shareProcess(drafts, dice)
  const orders = new Map(keys.map((key) => [key, appendsOf(drafts, key, dice)]))
  return drafts.map((txn): Txn => {
    const own = new Map<string, number[]>()
    const ops = txn.ops.map(({ f, key, value }): Micro => {
      if (f === 'append') {
        own.set(key, [...(own.get(key) ?? []), value as number])
        return { f, key, value }
      }
      return { f, key, value: guess(dice, orders.get(key)!, own.get(key) ?? []) }
    })
    return { ...txn, ops }
  })
}

/** Gives process 0 to some that do not overlap; equal times may meet. */
function shareProcess(drafts: Txn[], dice: Random): void {
  let free = -1
  drafts.forEach((txn, i) => {
    if (txn.call < free || dice.below(2) === 0) return
    drafts[i] = { ...txn, process: 0 }
    free = txn.ret
  })
}

function appendsOf(history: readonly Txn[], key: string, dice: Random): number[] {
  const all = history.filter(({ type }) => type !== 'fail' || dice.below(20) === 0).flatMap(({ ops }) => ops.filter((op) => op.f === 'append' && op.key === key).map(({ value }) => value as number))
  for (let i = all.length - 1; i > 0; i--) {
    if (dice.below(3) > 0) continue
    const j = dice.below(i + 1)
    ;[all[i], all[j]] = [all[j]!, all[i]!]
  }
  return all
}

function guess(dice: Random, order: readonly number[], own: readonly number[]): number[] {
  if (own.length === 0) return order.slice(0, dice.below(order.length + 1))
  // Mostly up to the own element: anything else is an internal anomaly.
  const end = order.indexOf(own.at(-1)!) + 1
  return dice.below(12) === 0 ? order.slice(0, dice.below(order.length + 1)) : order.slice(0, end)
}
