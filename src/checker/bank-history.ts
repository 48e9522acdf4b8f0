import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import type { LaneInfo } from '../core/trial.ts'

/** What the bank workload states before it starts, from `lane.facts`. Amounts are whole units of money. */
export interface BankFacts {
  readonly accounts: readonly string[]
  readonly initial: number
  readonly total: number
}

/** What checks of banks look at. */
export interface BankInput {
  readonly operations: readonly Operation[]
  readonly lane: Pick<LaneInfo, 'facts' | 'atomic'>
}

/** A transfer; `versions` holds, per touched account, the number of changes of that account up to this one. */
export interface Transfer {
  readonly operation: Operation
  readonly id: string
  readonly versions: ReadonlyMap<string, number>
}

/** One atomic read of all accounts. */
export interface BankRead {
  readonly operation: Operation
  readonly balances: ReadonlyMap<string, number>
  readonly versions: ReadonlyMap<string, number>
}

/** Reads the facts; throws when the lane does not carry them, which makes the check `unknown`. */
export function bankFacts(lane: Pick<LaneInfo, 'facts'>): BankFacts {
  const { accounts, initial, total } = lane.facts
  if (!Array.isArray(accounts) || typeof total !== 'number') {
    throw new Error('lane.facts must hold {accounts: string[], initial: number, total: number}')
  }
  return { accounts: accounts.map(String), initial: typeof initial === 'number' ? initial : total / accounts.length, total }
}

/** All transfers of a history, whatever became of them. */
export function transfersOf(operations: readonly Operation[]): Transfer[] {
  return operations
    .filter((operation) => operation.f === 'transfer')
    .map((operation) => {
      const id = field(operation.value, 'id')
      if (id === undefined) throw new Error(`operation ${operation.index}: a transfer must carry an id`)
      return { operation, id: String(id), versions: numbers(field(operation.result ?? null, 'versions')) }
    })
}

/** All answered reads of a history. */
export function bankReadsOf(operations: readonly Operation[]): BankRead[] {
  return operations
    .filter((operation) => operation.f === 'read' && operation.type === 'ok')
    .map((operation) => {
      const result = operation.result ?? null
      const balances = field(result, 'balances')
      if (balances === undefined) throw new Error(`operation ${operation.index}: a bank read must answer {balances, versions}`)
      return { operation, balances: numbers(balances), versions: numbers(field(result, 'versions')) }
    })
}

/** The transfer ids in an answered `ledger` read. */
export function ledgerOf(operation: Operation): readonly string[] {
  if (!Array.isArray(operation.result)) throw new Error(`operation ${operation.index}: a ledger read must answer a list of ids`)
  return operation.result.map(String)
}

function field(value: Json, name: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return (value as { readonly [key: string]: Json })[name]
}

/** Entries of an object that are numbers; a null balance counts as a missing account. */
function numbers(value: Json | undefined): Map<string, number> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map()
  return new Map(Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}
