import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { lastReads } from './final.ts'

type Numbers = { readonly [account: string]: number }

/** Balances of a bank read, or versions of a read or a transfer. */
export function numbersOf({ result }: Operation, name: 'balances' | 'versions'): Numbers {
  return ((result ?? {}) as { readonly [name: string]: Numbers })[name] ?? {}
}

export function idOf({ value }: Operation): string {
  return (value as { readonly id: string }).id
}

/** Reads that no order of whole transfers explains, by the invariants: all accounts and no other, none overdrawn, the total kept. */
export function wrongReads(operations: readonly Operation[], accounts: readonly string[], total: number): Operation[] {
  return operations.filter((read) => {
    if (read.f !== 'read' || read.type !== 'ok') return false
    const balances = numbersOf(read, 'balances')
    const same = Object.keys(balances).sort().join() === [...accounts].sort().join()
    let money = 0
    for (const account of Object.keys(balances)) money += balances[account]!
    return !same || money !== total || Object.values(balances).some((balance) => balance < 0)
  })
}

/** What a ledger that is left at the end gets wrong, by definition, each kind by its ids, sorted. */
export function ledgerFaults(operations: readonly Operation[]): { readonly lost: string[]; readonly disagreeing: string[]; readonly resurrected: string[]; readonly repeated: string[] } {
  const transfers = operations.filter(({ f }) => f === 'transfer')
  const ledgers = lastReads(operations, 'ledger')
  const has = (ledger: Operation, id: string): boolean => (ledger.result as readonly Json[]).includes(id)
  const misses = (ledger: Operation, transfer: Operation): boolean => transfer.ret < ledger.call && !has(ledger, idOf(transfer))
  const acknowledged = transfers.filter(({ type }) => type === 'ok')
  const lost = acknowledged.filter((transfer) => ledgers.length > 0 && ledgers.every((ledger) => misses(ledger, transfer)))
  const missed = acknowledged.filter((transfer) => ledgers.some((ledger) => misses(ledger, transfer)))
  const entries = ledgers.flatMap((ledger) => (ledger.result as readonly string[]).filter((id, i, all) => all.indexOf(id) !== i))
  return {
    lost: lost.map(idOf).sort(),
    disagreeing: missed.filter((transfer) => !lost.includes(transfer)).map(idOf).sort(),
    resurrected: transfers.filter((transfer) => transfer.type === 'fail' && ledgers.some((ledger) => has(ledger, idOf(transfer)))).map(idOf).sort(),
    repeated: [...new Set(entries)].sort(),
  }
}

/** How many acknowledged transfers made a version of an account that another one had made already. */
export function splitVersions(operations: readonly Operation[]): number {
  const made = operations
    .filter(({ f, type }) => f === 'transfer' && type === 'ok')
    .flatMap((transfer) => Object.entries(numbersOf(transfer, 'versions')).map(([account, version]) => `${account} ${version}`))
  return made.length - new Set(made).size
}

/** Reads that show some account older than an acknowledged transfer (`stale`), or else than a read (`backwards`), that had ended before. */
export function oldReads(operations: readonly Operation[]): { readonly stale: number; readonly backwards: number } {
  const transfers = operations.filter(({ f, type }) => f === 'transfer' && type === 'ok')
  const reads = operations.filter(({ f, type }) => f === 'read' && type === 'ok')
  const older = (read: Operation, than: readonly Operation[], account: string): boolean =>
    than.some((one) => one.ret < read.call && (numbersOf(one, 'versions')[account] ?? -Infinity) > numbersOf(read, 'versions')[account]!)
  const accounts = (read: Operation): string[] => Object.keys(numbersOf(read, 'versions'))
  return {
    stale: reads.filter((read) => accounts(read).some((account) => older(read, transfers, account))).length,
    backwards: reads.filter((read) => accounts(read).some((account) => !older(read, transfers, account) && older(read, reads, account))).length,
  }
}
