import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { bankLedger } from '../bank-ledger.ts'
import { bankStale } from '../bank-stale.ts'
import { bankTotal } from '../bank-total.ts'
import type { NamedModel, Setting } from './answer.ts'
import { ofCheck, together } from './of-check.ts'
import { allow, answerOf, isObject, OperationFault, shown } from './shape.ts'

type Balances = { readonly [account: string]: Json }

/** Accounts and what they hold together. */
interface Opening {
  readonly facts: { readonly [name: string]: Json }
  readonly note?: string
}

export const bankModel: NamedModel = {
  name: 'bank',
  title: 'accounts whose total is fixed: transfer of {from, to, amount}, read of all balances; no overdraft',
  task: (operations, setting) => {
    allow('bank', operations, ['transfer', 'read', 'ledger'])
    const own = operations.filter((op) => op.f !== 'read' || op.type !== 'ok' || answerOf(op) !== undefined).map(normal)
    const reads = own.filter(({ f, type }) => f === 'read' && type === 'ok')
    const { facts, note } = opening(reads, setting)
    const input = { operations: own, lane: { facts, atomic: false }, trial: { convergedMs: null } }
    const hasLedger = own.some(({ f }) => f === 'ledger')
    return {
      notes: note === undefined ? [] : [note],
      direct: () => {
        if (reads.length === 0) return { valid: 'unknown', summary: 'No read of the balances was answered.', violations: [], progress: [] }
        const checks = [bankTotal, bankStale, ...(hasLedger ? [bankLedger] : [])]
        return together(checks.map((check) => ofCheck(check(input))).filter(({ summary }) => !summary.startsWith('Does not apply')))
      },
    }
  },
}

/** Jepsen's shapes become ours: a read answers balances by account, and a transfer without an id gets its place as one. */
function normal(op: Operation): Operation {
  if (op.f === 'transfer') {
    if (!isObject(op.value)) throw new OperationFault(op, `a transfer is {from, to, amount}, not ${shown(op.value)}`)
    const value = plain(op.value)
    refuseId(op, value['id'])
    return value['id'] === undefined ? { ...op, value: { ...value, id: `#${op.index}` } } : { ...op, value }
  }
  if (op.type !== 'ok') return op
  if (op.f === 'ledger') {
    if (!Array.isArray(op.result)) throw new OperationFault(op, `a ledger is a list of transfers, not ${shown(op.result)}`)
    for (const id of op.result as readonly Json[]) refuseId(op, id)
    return op
  }
  if (!isObject(op.result)) throw new OperationFault(op, `a read of the bank answers balances by account, not ${shown(op.result)}`)
  const result = isObject(op.result['balances']) ? op.result : { balances: op.result }
  refuseBalances(op, result['balances'] as Balances)
  return { ...op, result }
}

function refuseBalances(op: Operation, balances: Balances): void {
  let total = 0
  for (const [account, balance] of Object.entries(balances)) {
    total += Math.abs(Number(balance))
    if (balance !== null && (!Number.isSafeInteger(balance) || !Number.isSafeInteger(total))) {
      throw new OperationFault(op, `balances are whole numbers, all of them less than 2^53; that of ${account.slice(0, 40)} is ${shown(balance)}`)
    }
  }
}

function refuseId(op: Operation, id: Json | undefined): void {
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') throw new OperationFault(op, `the id of a transfer is a string or a number, not ${shown(id)}`)
}

/** The fields of a transfer without the colons of keywords. */
function plain(value: Balances): Balances {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name.replace(/^:/, ''), field]))
}

/** Accounts and their total: as the user or the lane says, else as the first read shows. */
function opening(reads: readonly Operation[], { initial, facts }: Setting): Opening {
  if (initial !== undefined) {
    if (!isObject(initial) || !Object.values(initial).every((balance) => Number.isSafeInteger(balance))) {
      throw usageError(`--initial of a bank is an object of balances by account, {"a": 10, "b": 20}, not ${shown(initial)}`)
    }
    return { facts: factsOf(initial) }
  }
  if (facts !== null && facts['total'] !== undefined) return { facts }
  const first = reads[0]
  if (first === undefined) return { facts: { accounts: [], total: 0 } }
  const balances = (first.result as { readonly balances: Balances }).balances
  const opened = factsOf(balances)
  return {
    facts: opened,
    note: `the accounts and their total of ${String(opened['total'])} are taken from the first read; --initial '{"account": balance}' says otherwise`,
  }
}

function factsOf(balances: Balances): { readonly [name: string]: Json } {
  const total = Object.values(balances).reduce<number>((sum, balance) => sum + Number(balance ?? 0), 0)
  return { accounts: Object.keys(balances), total }
}
