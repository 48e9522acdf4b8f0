import { DepthFirst } from './depth-first.ts'
import type { SearchState } from './depth-first.ts'
import { Frontier } from './frontier.ts'
import type { Part } from './part.ts'
import type { Work } from './work.ts'

/** What a search may use up. */
export interface Budget {
  /** Milliseconds, from the same clock as `now`, at which it must stop. */
  readonly deadline: number
  readonly now: () => number
  /** Bytes for remembered configurations, of each of the two searches. */
  readonly maxBytes: number
  /** Give up as soon as one search is out of memory: the caller will ask again with more. */
  readonly giveUpShort?: boolean
  /** Steps are taken off from it, and end the search when nothing is left: for outcomes that must be the same on a slower machine. */
  readonly work?: Work
}

export interface SearchResult {
  readonly valid: boolean | 'unknown'
  readonly algorithm: 'depth-first' | 'frontier'
  /** A linearization when valid; else the longest order found. Operations of the part. */
  readonly order: readonly number[]
  /** The operation whose return cannot be explained, where the search knows it; -1 otherwise. */
  readonly impossible: number
  /** Why there is no answer, when there is none. `time`: or no work was left. */
  readonly stopped: 'time' | 'memory' | null
}

/** Steps of one turn: many enough that changing costs nothing, few enough that the deadline is seen in time. */
const TURN = 1 << 14

/**
 * Runs both searches in turns on one thread, each turn as long as the other's: whichever ends first decides. One of
 * them is often fast where the other is hopeless, and nobody can tell beforehand which (Lowe, CCPE 2017, does the
 * same with threads).
 */
export function searchInTurns(part: Part, budget: Budget): SearchResult {
  const depth = new DepthFirst(part, budget.maxBytes)
  let frontier: Frontier | null = null
  let depthOn = true
  for (;;) {
    if (depthOn) {
      const state = turn(depth, budget)
      if (state === 'valid' || state === 'invalid') return decided(state === 'valid', depth, -1)
      if (state === 'stopped') {
        if (budget.giveUpShort) return undecided(depth, 'memory')
        depthOn = false
      }
    }
    if (isOver(budget)) return undecided(depth, 'time')
    frontier ??= new Frontier(part, budget.maxBytes)
    const state = turn(frontier, budget)
    if (state === 'valid') return { valid: true, algorithm: 'frontier', order: frontier.order(), impossible: -1, stopped: null }
    if (state === 'invalid') return { ...decided(false, depth, frontier.impossible), algorithm: 'frontier' }
    if (state === 'stopped') {
      if (!depthOn || budget.giveUpShort) return undecided(depth, 'memory')
      return alone(depth, budget)
    }
    if (isOver(budget)) return undecided(depth, 'time')
  }
}

function turn(search: DepthFirst | Frontier, { work }: Budget): SearchState {
  if (work === undefined) return search.run(TURN)
  const before = search.steps
  const state = search.run(Math.min(TURN, work.left))
  work.left -= search.steps - before
  return state
}

function isOver({ now, deadline, work }: Budget): boolean {
  return now() > deadline || (work !== undefined && work.left <= 0)
}

/** The frontier ran out of memory: only the depth-first search is left. */
function alone(depth: DepthFirst, budget: Budget): SearchResult {
  for (;;) {
    const state = turn(depth, budget)
    if (state === 'valid' || state === 'invalid') return decided(state === 'valid', depth, -1)
    if (state === 'stopped') return undecided(depth, 'memory')
    if (isOver(budget)) return undecided(depth, 'time')
  }
}

function decided(valid: boolean, depth: DepthFirst, impossible: number): SearchResult {
  return { valid, algorithm: 'depth-first', order: depth.order(), impossible, stopped: null }
}

function undecided(depth: DepthFirst, stopped: 'time' | 'memory'): SearchResult {
  return { valid: 'unknown', algorithm: 'depth-first', order: depth.order(), impossible: -1, stopped }
}
