import type { Json } from '../../core/json.ts'
import type { Completion, Op } from '../../core/op.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Transfer } from '../../../workloads/bank-transfer/workload.ts'

export type WorkloadName = 'register' | 'bank-transfer' | 'likes-counter'

/** A value with the moment of its write: of two the later one stays. */
interface Cell {
  readonly value: Json
  readonly stamp: number
  readonly node: NodeId
}

/** One side of a transfer. */
interface Posting {
  readonly transfer: string
  readonly account: string
  readonly by: number
}

/**
 * What one replica knows. Registers hold the last write; accounts and likes are sets of postings, so that what two replicas
 * know can always be put together.
 */
export class Tables {
  readonly #registers = new Map<string, Cell>()
  readonly #postings = new Map<string, Posting>()
  readonly #likes = new Map<string, { readonly post: string; readonly by: number }>()
  #initial = 0

  /** First balance of every account. */
  open(initial: number): void {
    this.#initial = initial
  }

  read(key: string): Json {
    return this.#registers.get(key)?.value ?? 0
  }

  write(key: string, cell: Cell): void {
    const known = this.#registers.get(key)
    const newer = known === undefined || cell.stamp > known.stamp || (cell.stamp === known.stamp && cell.node > known.node)
    if (newer) this.#registers.set(key, cell)
  }

  post(transfer: string, account: string, by: number): void {
    this.#postings.set(`${transfer} ${account}`, { transfer, account, by })
  }

  like(id: string, post: string, by: number): void {
    this.#likes.set(id, { post, by })
  }

  likes(post: string): number {
    return [...this.#likes.values()].reduce((sum, like) => sum + (like.post === post ? like.by : 0), 0)
  }

  /** Balances, and as versions the number of postings. */
  accounts(names: readonly string[]): { readonly balances: { [account: string]: number }; readonly versions: { [account: string]: number } } {
    const balances = Object.fromEntries(names.map((name) => [name, this.#initial]))
    const versions = Object.fromEntries(names.map((name) => [name, 0]))
    for (const { account, by } of this.#postings.values()) {
      balances[account]! += by
      versions[account]! += 1
    }
    return { balances, versions }
  }

  ledger(): string[] {
    return [...new Set([...this.#postings.values()].map(({ transfer }) => transfer))].sort()
  }

  /** Takes over what another replica knows. */
  merge(other: Tables): void {
    for (const [key, cell] of other.#registers) this.write(key, cell)
    for (const [name, posting] of other.#postings) this.#postings.set(name, posting)
    for (const [id, like] of other.#likes) this.#likes.set(id, like)
  }

  /** Forgets everything and takes over what another replica knows. */
  replace(other: Tables): void {
    this.#registers.clear()
    this.#postings.clear()
    this.#likes.clear()
    this.merge(other)
  }
}

/** A change that was decided: what it does to a replica, and what the client is told. */
export interface Decision {
  readonly completion: Completion
  /** Null for reads and refused conditions. */
  readonly change: ((tables: Tables) => void) | null
}

/** What a faultless replica answers, and does. */
export function decide(tables: Tables, workload: WorkloadName, op: Op, node: NodeId, facts: { readonly [name: string]: Json }): Decision {
  if (workload === 'register') return decideRegister(tables, op, node)
  if (workload === 'likes-counter') return decideLikes(tables, op)
  return decideBank(tables, op, facts['accounts'] as readonly string[])
}

function decideRegister(tables: Tables, { f, key, value }: Op, node: NodeId): Decision {
  const written = (fresh: Json): ((replica: Tables) => void) => {
    const cell = { value: fresh, stamp: performance.now(), node }
    return (replica) => replica.write(key!, cell)
  }
  if (f === 'read') return { completion: { type: 'ok', value: tables.read(key!) }, change: null }
  if (f === 'write') return { completion: { type: 'ok', value }, change: written(value) }
  const [from, to] = value as readonly [Json, Json]
  if (tables.read(key!) === from) return { completion: { type: 'ok', value }, change: written(to) }
  return { completion: { type: 'fail', error: { code: 'cas-mismatch', message: `the register does not hold ${JSON.stringify(from)}` } }, change: null }
}

function decideLikes(tables: Tables, { f, key, value }: Op): Decision {
  if (f === 'read') return { completion: { type: 'ok', value: tables.likes(key!) }, change: null }
  const { id } = value as { readonly id: number }
  return { completion: { type: 'ok', value: null }, change: (replica) => replica.like(`${f} ${id}`, key!, f === 'like' ? 1 : -1) }
}

function decideBank(tables: Tables, { f, value }: Op, names: readonly string[]): Decision {
  if (f === 'ledger') return { completion: { type: 'ok', value: tables.ledger() }, change: null }
  const { balances, versions } = tables.accounts(names)
  if (f === 'read') return { completion: { type: 'ok', value: { balances, versions } }, change: null }
  const { id, from, to, amount } = value as unknown as Transfer
  if (balances[from]! < amount) return { completion: { type: 'fail', error: { code: 'insufficient-funds', message: `${from} holds less than ${amount}` } }, change: null }
  return {
    completion: { type: 'ok', value: { versions: { [from]: versions[from]! + 1, [to]: versions[to]! + 1 } } },
    change: (replica) => {
      replica.post(id, from, -amount)
      replica.post(id, to, amount)
    },
  }
}
