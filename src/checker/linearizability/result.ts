import type { Operation } from '../../core/event.ts'

export type Algorithm = 'unique-values' | 'depth-first' | 'frontier'

/** The answer for one object. */
export interface ObjectResult {
  readonly key: string
  readonly valid: boolean | 'unknown'
  readonly algorithm: Algorithm
  /** Operations that say anything at all. */
  readonly operations: number
  /**
   * Positions in the operations that were handed in. When valid: a linearization, the certificate. Otherwise the
   * longest order that was found, which says how far it got.
   */
  readonly order: ArrayLike<number>
  /** Why there is no answer, when there is none. `crash`: the check of this object broke off, `error` says how. */
  readonly stopped: 'time' | 'memory' | 'crash' | null
  readonly error?: string
}

/** A few operations that no order explains. */
export interface Violation {
  readonly key: string
  /** The fewest found, in order of invocation. Leaving out one more would make them explainable. */
  readonly operations: readonly Operation[]
  /** The brute force agrees that no order explains them. */
  readonly confirmed: boolean
  /** The operations contradict whatever the object held before: earlier ones were left out. */
  readonly whateverBefore: boolean
}

export interface LinearizabilityResult {
  /** `false` when any object is violated; `unknown` when none is, but one could not be decided. */
  readonly valid: boolean | 'unknown'
  readonly objects: readonly ObjectResult[]
  /** Violations put into few operations, at most `maxViolations` of them, clearest first. */
  readonly violations: readonly Violation[]
}

export interface LinearizabilityOptions {
  /** Milliseconds until the answer must be there, `unknown` if need be. Default 60 000. */
  readonly budgetMs?: number
  /** A clock in milliseconds. Default: `performance.now`. */
  readonly now?: () => number
  /** Bytes that a search may remember. Default 512 MiB. */
  readonly maxBytes?: number
  /** How many violated objects get a witness. Default 8. */
  readonly maxViolations?: number
  /** `search` leaves out the fast check for unique values: for tests, which compare the two. */
  readonly algorithm?: 'auto' | 'search'
}
