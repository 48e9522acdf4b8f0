import type { Operation } from '../core/event.ts'

/**
 * - `mutation`: a valid history with one bug put in;
 * - `random`: small random histories, the checker beside a brute force;
 * - `valid`: long valid histories that must pass;
 * - `end-to-end`: a whole trial against a store in memory that has the bug.
 */
export type RowKind = 'mutation' | 'random' | 'valid' | 'end-to-end'

export interface RowOptions {
  /** Seed of the first history; each further one has the next number. */
  readonly seed: number
  /** Random histories beside the brute force; a row of another kind takes its own share of it. */
  readonly histories: number
}

/** What was counted in one row. */
export interface Figures {
  readonly histories: number
  /** Invalid histories that the checker called invalid, with a witness that holds an operation of the bug. */
  readonly caught: number
  readonly missed: number
  /** Valid histories that it called invalid. */
  readonly falseAlarms: number
  /** Valid histories that passed. */
  readonly passed: number
  /** What went wrong first, with seed and minimal history; null when all is well. */
  readonly problem: string | null
  /** Something that a reader should know, though nothing is wrong. */
  readonly remark?: string
}

/** One row of the self-test. */
export interface Row {
  /** `bank-ledger/lost`. */
  readonly id: string
  readonly kind: RowKind
  /** The bug that was put in, or what is compared. */
  readonly bug: string
  /** The checkers that must find it: the name of the check, and behind a slash its algorithm, guarantee or anomaly. */
  readonly checkers: readonly string[]
  run(options: RowOptions): Figures | Promise<Figures>
}

/** What a checker said of one history. */
export interface Judgement {
  readonly valid: boolean
  /** The operations of its witness; null for a checker that names none. */
  readonly witness?: readonly Operation[] | null
}

/** Rows are alright when nothing was missed, nothing valid was reported, and nothing else went wrong. */
export function isGood({ missed, falseAlarms, problem }: Figures): boolean {
  return missed === 0 && falseAlarms === 0 && problem === null
}
