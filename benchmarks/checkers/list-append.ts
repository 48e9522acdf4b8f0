import { checkTransactions } from '../../src/checker/transactions/transactions.ts'
import { serialTransactions } from '../../src/selftest/generate/serial-transactions.ts'
import { Mulberry32 } from './mulberry32.ts'

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
  const history = serialTransactions(transactions, new Mulberry32(1))
  const began = now()
  const cpuBegan = cpuMs()
  const { valid } = checkTransactions(history)
  return { valid, ms: now() - began, cpuMs: cpuMs() - cpuBegan, peakMb: memoryMb().peak }
}
