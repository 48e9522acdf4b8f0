import { bankLedger } from '../../src/checker/bank-ledger.ts'
import { bankStale } from '../../src/checker/bank-stale.ts'
import { bankTotal } from '../../src/checker/bank-total.ts'
import type { Workload } from '../../src/core/workload.ts'
import { cassandra } from './cassandra.ts'
import { mongodb } from './mongodb.ts'
import { postgres } from './postgres.ts'

const ACCOUNTS = Array.from({ length: 8 }, (_, index) => `a${index}`)
const INITIAL = 100

export const bankTransfer: Workload = {
  name: 'bank-transfer',
  title: 'accounts with a fixed total; transfers with unique ids; atomic reads of all balances',
  kinds: [
    {
      f: 'transfer',
      effect: 'transaction',
      next: ({ random, unique }) => {
        const from = random.below(ACCOUNTS.length)
        const to = (from + 1 + random.below(ACCOUNTS.length - 1)) % ACCOUNTS.length
        return { f: 'transfer', value: { id: `x${unique}`, from: ACCOUNTS[from]!, to: ACCOUNTS[to]!, amount: 1 + random.below(5) } }
      },
    },
    { f: 'read', effect: 'read', next: () => ({ f: 'read', value: null }) },
  ],
  facts: { accounts: ACCOUNTS, initial: INITIAL, total: ACCOUNTS.length * INITIAL },
  final: [
    { f: 'read', value: null },
    { f: 'ledger', value: null },
  ],
  stores: { postgres, mongodb, cassandra },
  checks: [bankTotal, bankLedger, bankStale],
}

/** The argument of a transfer. */
export interface Transfer {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly amount: number
}
