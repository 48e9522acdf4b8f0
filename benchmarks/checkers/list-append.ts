import { TxnBuilder } from '../../src/checker/transactions/builder.ts'
import { INFO, OK } from '../../src/checker/transactions/columns.ts'
import type { TxnColumns } from '../../src/checker/transactions/columns.ts'
import { checkTransactions } from '../../src/checker/transactions/transactions.ts'
import { Mulberry32 } from './mulberry32.ts'

const CLIENTS = 10
const OPEN_KEYS = 10
/** Elements after which a key is left for a new one, as Jepsen does. */
const PER_KEY = 32

export interface ListAppendFigures {
  readonly valid: boolean | 'unknown'
  /** The first check of the process: by the clock, and processor time of the process (the check has one thread; the rest is the collector and the compiler). */
  readonly ms: number
  readonly cpuMs: number
  /** Peak of resident memory, history included. */
  readonly peakMb: number
}

/** Checks one history of list-append transactions, all anomalies of strict serializability, once and cold. */
export function measureListAppend(transactions: number, now: () => number, cpuMs: () => number, memoryMb: () => { peak: number }): ListAppendFigures {
  const history = serial(transactions)
  const began = now()
  const cpuBegan = cpuMs()
  const { valid } = checkTransactions(history)
  return { valid, ms: now() - began, cpuMs: cpuMs() - cpuBegan, peakMb: memoryMb().peak }
}

/**
 * One to three appends and reads a transaction. Each takes effect at its call, in order, while clients overlap; the outcome
 * of one in fifty is unknown.
 */
function serial(transactions: number): TxnColumns {
  const dice = new Mulberry32(1)
  const builder = new TxnBuilder()
  let next = 0
  const fresh = (): { key: number; list: number[] } => ({ key: next++, list: [] })
  const open = Array.from({ length: OPEN_KEYS }, fresh)
  for (let t = 0; t < transactions; t++) {
    const unknown = dice.below(50) === 0
    builder.begin(unknown ? INFO : OK, unknown ? CLIENTS + t : t % CLIENTS, 10 * t, unknown ? Infinity : 10 * (t + CLIENTS) - 1 - dice.below(9))
    for (let left = Math.min(3, 1 + dice.below(5)); left > 0; left--) {
      const at = dice.below(OPEN_KEYS)
      const { key, list } = open[at]!
      if (dice.below(2) === 0) {
        list.push(list.length + 1)
        builder.append(key, list.length)
        if (list.length === PER_KEY) open[at] = fresh()
      } else if (unknown) builder.unanswered(key)
      else builder.read(key, list)
    }
  }
  return builder.build()
}
