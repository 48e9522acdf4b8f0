import { INITIAL } from './chains.ts'
import type { Chains } from './chains.ts'

/** Neighbouring links of a chain with two rows of theirs that matter. */
export interface Stretch {
  /** From the lowest up. */
  readonly links: readonly number[]
  /** The row that returned early enough to contradict. */
  readonly early: number
  /** The row called late enough to contradict. */
  readonly late: number
}

/** Both stretches get shorter in each round; hardly ever are there more than two. */
const MOST_ROUNDS = 8

/**
 * The shortest stretch of a chain that contradicts by itself: `late` stands below `early` and so must come first, yet was
 * called after `early` had returned. Null when there is none. O(n log n): of the links passed, only those are kept that no higher
 * one was called after; so their calls fall, and the nearest one called after a given return is found by bisection.
 */
export function closestWithin(chains: Chains, links: readonly number[], ring: boolean): Stretch | null {
  const n = links.length
  const falling: number[] = []
  const calls: number[] = []
  let best: { readonly from: number; readonly to: number } | null = null
  for (let to = 0; to < (ring ? 2 * n : n); to++) {
    const link = links[to % n]!
    const early = chains.first(link)
    const ret = chains.ret(early)
    if (link !== INITIAL && chains.call(link) > ret) return { links: [link], early, late: link } // read before it was written
    const from = falling[countAbove(calls, ret) - 1]
    if (from !== undefined && to - from < (best ? best.to - best.from : n)) best = { from, to }
    const call = chains.call(chains.last(link))
    while (calls.length > 0 && calls.at(-1)! <= call) {
      calls.pop()
      falling.pop()
    }
    calls.push(call)
    falling.push(to)
  }
  if (best === null) return null
  const stretch = Array.from({ length: best.to - best.from + 1 }, (_, i) => links[(best.from + i) % n]!)
  return { links: stretch, early: chains.first(stretch.at(-1)!), late: chains.last(stretch[0]!) }
}

/**
 * Short stretches of two chains of which neither can stand before the other: each has an `early` row that had returned when the
 * other's `late` one was called. Null when the chains do not contradict.
 */
export function closestBetween(chains: Chains, a: readonly number[], b: readonly number[]): readonly Stretch[] | null {
  const found = [narrowed(chains, a, b), narrowed(chains, b, a)].filter((pair) => pair !== null)
  return found.length === 0 ? null : found.reduce((x, y) => (size(y) < size(x) ? y : x))
}

/** Makes `a` as short as the whole of `b` allows, then `b` as short as that allows, and so on. */
function narrowed(chains: Chains, a: readonly number[], b: readonly number[]): readonly Stretch[] | null {
  let other: Stretch | null = extremes(chains, b)
  let pair: readonly Stretch[] | null = null
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const own = tightest(chains, a, other)
    other = own && tightest(chains, b, own)
    if (own === null || other === null || (pair !== null && size([own, other]) >= size(pair))) break
    pair = [own, other]
  }
  return pair
}

function extremes(chains: Chains, links: readonly number[]): Stretch {
  const early = links.map((link) => chains.first(link)).reduce((x, y) => (chains.ret(y) < chains.ret(x) ? y : x))
  const late = links.map((link) => chains.last(link)).reduce((x, y) => (chains.call(y) > chains.call(x) ? y : x))
  return { links, early, late }
}

/** The shortest stretch that contradicts two rows of another chain; one pass. */
function tightest(chains: Chains, links: readonly number[], other: Stretch): Stretch | null {
  let early = -1
  let late = -1
  let best: { readonly early: number; readonly late: number } | null = null
  for (let i = 0; i < links.length; i++) {
    const before = chains.ret(chains.first(links[i]!)) < chains.call(other.late)
    const after = chains.call(chains.last(links[i]!)) > chains.ret(other.early)
    if (before) early = i
    if (after) late = i
    if (!(before || after) || early < 0 || late < 0) continue
    if (best === null || Math.abs(early - late) < Math.abs(best.early - best.late)) best = { early, late }
  }
  if (best === null) return null
  const stretch = links.slice(Math.min(best.early, best.late), Math.max(best.early, best.late) + 1)
  return { links: stretch, early: chains.first(links[best.early]!), late: chains.last(links[best.late]!) }
}

function size(pair: readonly Stretch[]): number {
  return pair.reduce((sum, { links }) => sum + links.length, 0)
}

/** How many of the falling numbers are above `limit`. */
function countAbove(falling: readonly number[], limit: number): number {
  let low = 0
  let high = falling.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (falling[middle]! > limit) low = middle + 1
    else high = middle
  }
  return low
}
