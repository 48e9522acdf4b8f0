import type { Operation } from '../../../src/core/event.ts'
import type { Json } from '../../../src/core/json.ts'
import { operationsOf } from './timeline.ts'
import type { Moment, Step, Timeline } from './timeline.ts'

/** How far back an old answer goes, in versions of its object. */
const OLD = 20
/** Operations on one set, or elements of one list, before a new one is begun. */
const PER_OBJECT = 64

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i}`)
}

function versionOf<T>(versions: readonly T[], { stale, dice }: Moment): T {
  return versions.at(stale ? -1 - dice.below(Math.min(OLD, versions.length)) : -1)!
}

/** Reads, writes and swaps of unique values; a swap in five expects an old value and fails. */
export function registers(timeline: Timeline, keyCount = 8): Operation[] {
  const keys = names('k', keyCount)
  const values = new Map(keys.map((key) => [key, [0]]))
  return operationsOf(timeline, (moment): Step => {
    const { i, dice, unknown, phase } = moment
    const key = phase === 'after' ? keys[i % keys.length]! : keys[dice.below(keys.length)]!
    const versions = values.get(key)!
    const roll = phase === 'after' ? 0 : dice.below(4)
    const happens = !unknown || dice.below(2) === 0
    const now = versions.at(-1)!
    if (roll < 2) return { f: 'read', key, value: null, result: versionOf(versions, moment) }
    if (roll === 3 && dice.below(5) === 0) return { f: 'cas', key, value: [-1 - i, i + 1], type: unknown ? 'info' : 'fail' }
    if (happens) keep(versions, i + 1)
    return roll === 2 ? { f: 'write', key, value: i + 1 } : { f: 'cas', key, value: [now, i + 1] }
  })
}

/** Nothing but swaps of one register, each of what the one before left; with old answers, a write between that only the last read saw. */
export function swaps(timeline: Timeline): Operation[] {
  let now = 0
  return operationsOf(timeline, ({ i, unknown, dice }): Step => {
    if (timeline.stale > 0 && i === timeline.n >> 1) return { f: 'write', key: 'k', value: -1, type: 'ok' }
    if (timeline.stale > 0 && i === timeline.n - 1) return { f: 'read', key: 'k', value: null, result: -1 }
    const from = now
    if (!unknown || dice.below(2) === 0) now = i + 1
    return { f: 'cas', key: 'k', value: [from, i + 1] }
  })
}

/** Only what an old answer may go back to. */
function keep<T>(versions: T[], next: T): void {
  versions.push(next)
  if (versions.length > 2 * OLD) versions.splice(0, OLD)
}

/** Gilbert-Lynch probes: a write on a key of its own, then a read at each of the other nodes. */
export function probed(timeline: Timeline): Operation[] {
  return operationsOf(timeline, ({ i, phase }): Step => {
    // Clients of one node take every third turn, so a probe is spread over six turns.
    const probe = Math.floor(i / 6)
    const turn = i % 6
    if (turn === 0) return { f: 'write', key: `p${probe}`, value: probe + 1, probe }
    return turn === 4 || turn === 5 ? { f: 'read', key: `p${probe}`, value: null, result: timeline.stale > 0 && phase === 'steady' ? 0 : probe + 1, probe } : { f: 'read', key: 'k', value: null, result: 0 }
  })
}

/** Likes, unlikes and reads of four posts. */
export function counters(timeline: Timeline, unlikes: boolean): Operation[] {
  const posts = names('post', 4)
  const counts = new Map(posts.map((post) => [post, [0]]))
  return operationsOf(timeline, (moment): Step => {
    const { i, dice, unknown, phase } = moment
    const key = posts[dice.below(posts.length)]!
    const versions = counts.get(key)!
    const roll = phase === 'after' ? 0 : dice.below(4)
    if (roll < 2) return { f: 'read', key, value: null, result: versionOf(versions, moment) }
    const f = unlikes && roll === 3 && versions.at(-1)! > 0 ? 'unlike' : 'like'
    if (!unknown || dice.below(2) === 0) keep(versions, versions.at(-1)! + (f === 'like' ? 1 : -1))
    return { f, key, value: { id: i } }
  })
}

interface Bank {
  readonly balances: { readonly [account: string]: number }
  readonly versions: { readonly [account: string]: number }
}

/** Transfers between eight accounts and reads of all; after everything the ledger, twice at each node. */
export function bank(timeline: Timeline): Operation[] {
  const accounts = names('a', 8)
  const all = (value: number): { [account: string]: number } => Object.fromEntries(accounts.map((account) => [account, value]))
  const states: Bank[] = [{ balances: all(100), versions: all(0) }]
  const ledger: string[] = []
  return operationsOf(timeline, (moment): Step => {
    const { i, dice, unknown } = moment
    if (i >= timeline.n - 6) return { f: 'ledger', value: null, result: ledger }
    if (moment.phase === 'after' || dice.below(2) === 0) return { f: 'read', value: null, result: versionOf(states, moment) as unknown as Json }
    const at = dice.below(accounts.length)
    const [from, to, amount] = [accounts[at]!, accounts[(at + 1 + dice.below(accounts.length - 1)) % accounts.length]!, 1 + dice.below(5)]
    const id = `x${i}`
    const { balances, versions } = states.at(-1)!
    const value = { id, from, to, amount }
    if (balances[from]! < amount) return { f: 'transfer', value, type: 'fail' }
    const made = { [from]: versions[from]! + 1, [to]: versions[to]! + 1 }
    if (!unknown || dice.below(2) === 0) {
      keep(states, { balances: { ...balances, [from]: balances[from]! - amount, [to]: balances[to]! + amount }, versions: { ...versions, ...made } })
      ledger.push(id)
    }
    return { f: 'transfer', value, result: { versions: made } }
  })
}

/** Sets that grow to some dozens of elements and are read whole. */
export function setsOf(timeline: Timeline): Operation[] {
  let elements: number[] = []
  return operationsOf(timeline, ({ i, dice, unknown, stale }): Step => {
    if (i % PER_OBJECT === 0) elements = []
    const key = `s${Math.floor(i / PER_OBJECT)}`
    if (dice.below(2) === 0) return { f: 'read', key, value: null, result: stale ? elements.slice(0, -5) : elements.slice() }
    if (!unknown || dice.below(2) === 0) elements.push(i)
    return { f: 'add', key, value: i }
  })
}

/** One set that is read whole in the end, at every node; with old answers, a third of it is missing there. */
export function largeSet(timeline: Timeline): Operation[] {
  const elements: number[] = []
  return operationsOf(timeline, ({ i, dice, unknown }): Step => {
    if (i >= timeline.n - 3) return { f: 'read', key: 's', value: null, result: elements.filter((one) => timeline.stale === 0 || one % 3 > 0) }
    if (!unknown || dice.below(2) === 0) elements.push(i)
    return { f: 'add', key: 's', value: i }
  })
}

/** Transactions of up to three appends to and reads of ten lists. */
export function lists(timeline: Timeline): Operation[] {
  let fresh = 0
  const open = Array.from({ length: 10 }, () => ({ key: fresh++, list: [] as number[] }))
  return operationsOf(timeline, ({ i, dice, unknown, stale }): Step => {
    const happens = !unknown || dice.below(2) === 0
    const steps: (readonly [asked: Json, answered: Json])[] = []
    for (let left = 1 + dice.below(3); left > 0; left--) {
      const at = dice.below(open.length)
      const { key, list } = open[at]!
      if (dice.below(2) === 0) steps.push([['r', key, null], ['r', key, stale ? list.slice(0, -3) : list.slice()]])
      else {
        const element = 4 * i + left
        steps.push([['append', key, element], ['append', key, element]])
        if (!happens) continue
        list.push(element)
        if (list.length === PER_OBJECT / 2) open[at] = { key: fresh++, list: [] }
      }
    }
    return { f: 'txn', value: steps.map(([asked]) => asked), result: steps.map(([, answered]) => answered) }
  })
}
