import type { Operation } from '../../core/event.ts'
import { partition } from '../sorted.ts'
import type { SetHistory, SetRead } from './columns.ts'

/**
 * What became of one element, in the terms of Jepsen's `set-full`.
 *
 * It is *known* from the first time somebody was told of it: its add was acknowledged, or a read showed it. Reads that
 * are called later must show it.
 */
export interface ElementFate {
  readonly element: number
  /** Nanoseconds; `Infinity` when nobody was ever told of it. */
  readonly known: number
  /** The operation that told of it. */
  readonly by: Operation | null
  /** Reads called after it was known that do not show it: how many, and the last of them. */
  readonly missing: number
  readonly lastMissing: SetRead | null
  /** The last read, by call, that shows it. */
  readonly lastSeen: SetRead | null
  /** Seen, then not seen, then seen again, each read after the one before had returned. */
  readonly resurrected: readonly [SetRead, SetRead, SetRead] | null
}

/**
 * `lost`: known, and the last read that misses it was called after the last that shows it.
 * `stale`: known and missed, and later there again. `neverRead`: no read was called after it was known.
 */
export type Fate = 'stable' | 'stale' | 'lost' | 'neverRead' | 'unknown'

export function fateOf({ known, lastMissing, lastSeen }: ElementFate): Fate {
  if (known === Infinity) return 'unknown'
  if (lastMissing === null) return lastSeen === null ? 'neverRead' : 'stable'
  return lastSeen !== null && lastSeen.operation.call > lastMissing.operation.call ? 'stale' : 'lost'
}

/** The fates of all elements that somebody tried to add, in O(size of all answers). */
export function elementFates(history: SetHistory): ElementFate[] {
  const { reads, elements, adds } = history
  /** Per element the reads that show it, in order of call. */
  const showing: number[][] = elements.map(() => [])
  reads.forEach((read, i) => {
    for (const element of read.elements) showing[element]!.push(i)
  })
  return elements.flatMap((_, element) => (adds[element]!.length === 0 ? [] : [fate(history, element, showing[element]!)]))
}

function fate({ reads, adds }: SetHistory, element: number, showing: readonly number[]): ElementFate {
  const told = [...adds[element]!.filter(({ type }) => type === 'ok'), ...showing.map((i) => reads[i]!.operation)]
  const by = told.reduce<Operation | null>((first, one) => (first === null || one.ret < first.ret ? one : first), null)
  const known = by?.ret ?? Infinity
  const from = partition(reads.length, (i) => reads[i]!.operation.call <= known)
  const shownAfter = showing.length - partition(showing.length, (i) => showing[i]! < from)
  const lastMissing = lastNotIn(showing, reads.length, from)
  return {
    element,
    known,
    by,
    missing: reads.length - from - shownAfter,
    lastMissing: lastMissing < 0 ? null : reads[lastMissing]!,
    lastSeen: showing.length === 0 ? null : reads[showing.at(-1)!]!,
    resurrected: resurrection(reads, showing),
  }
}

/** The last index from `from` up to `length` that is not in an ascending list; -1 when there is none. */
function lastNotIn(list: readonly number[], length: number, from: number): number {
  let at = length - 1
  for (let i = list.length - 1; at >= from; at--, i--) if (list[i] !== at) return at
  return -1
}

function resurrection(reads: readonly SetRead[], showing: readonly number[]): ElementFate['resurrected'] {
  if (showing.length < 2) return null
  const first = showing.reduce((a, b) => (reads[b]!.operation.ret < reads[a]!.operation.ret ? b : a))
  const again = showing.at(-1)!
  const from = partition(reads.length, (i) => reads[i]!.operation.call <= reads[first]!.operation.ret)
  let place = partition(showing.length, (i) => showing[i]! < from)
  for (let i = from; i < again; i++) {
    if (showing[place] === i) place++
    else if (reads[i]!.operation.ret < reads[again]!.operation.call) return [reads[first]!, reads[i]!, reads[again]!]
  }
  return null
}
