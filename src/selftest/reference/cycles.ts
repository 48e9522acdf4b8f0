import type { Txn } from '../generate/txn.ts'
import { appendsOf, isPrefix, keysOf, longestRead, readsOf, writerOf, type Read } from './anomalies.ts'

type Kind = 'ww' | 'wr' | 'rw' | 'process' | 'realtime'

interface Edge {
  readonly from: Txn
  readonly to: Txn
  readonly kind: Kind
}

/**
 * The names of all cycles of dependencies between the transactions (Adya 1999, section 3.1), found by walking every one. Null
 * where reads of one list have no common order, or an element twice: then versions have no order either.
 */
export function cycleNames(history: readonly Txn[]): Set<string> | null {
  const reads = readsOf(history)
  for (const { key, list } of reads) {
    if (!isPrefix(list, longestRead(reads, key)) || new Set(list).size < list.length) return null
  }
  const happened = happenedIn(history, reads)
  const edges = [...keysOf(history).flatMap((key) => dataEdges(history, reads, happened, key)), ...orderEdges(happened)].filter(({ from, to }) => from !== to)
  const out = new Map(history.map((txn) => [txn, edges.filter(({ from }) => from === txn)]))
  const names = new Set<string>()
  history.forEach((start, first) => {
    const walk = (path: readonly Edge[]): void => {
      for (const edge of out.get(path.at(-1)?.to ?? start)!) {
        if (edge.to === start) names.add(nameOf([...path, edge].map(({ kind }) => kind)))
        // Every cycle is walked from its earliest transaction.
        else if (history.indexOf(edge.to) > first && !path.some(({ to }) => to === edge.to)) walk([...path, edge])
      }
    }
    walk([])
  })
  return names
}

function nameOf(kinds: readonly Kind[]): string {
  const suffix = kinds.includes('realtime') ? '-realtime' : kinds.includes('process') ? '-process' : ''
  const anti = kinds.filter((kind) => kind === 'rw').length
  if (anti === 0) return `${kinds.includes('wr') ? 'G1c' : 'G0'}${suffix}`
  if (anti === 1) return `G-single${suffix}`
  const adjacent = kinds.some((kind, i) => kind === 'rw' && kinds[(i + 1) % kinds.length] === 'rw')
  return `${adjacent ? 'G2-item' : 'G-nonadjacent'}${suffix}`
}

/** The transactions that took effect: acknowledged, or unknown and seen by somebody. */
function happenedIn(history: readonly Txn[], reads: readonly Read[]): Txn[] {
  const seen = (txn: Txn): boolean => reads.some(({ key, list }) => appendsOf(txn, key).some((element) => list.includes(element)))
  return history.filter((txn) => txn.type === 'ok' || (txn.type === 'info' && seen(txn)))
}

/** Versions of a key in order: the writers of the longest list, then, in no order, those whose appends nobody saw. */
function dataEdges(history: readonly Txn[], reads: readonly Read[], happened: readonly Txn[], key: string): Edge[] {
  const longest = longestRead(reads, key)
  const made = longest.map((element) => ({ element, txn: writerOf(history, key, element) })).filter((version): version is { element: number; txn: Txn } => version.txn !== undefined && happened.includes(version.txn))
  const unseen = happened.filter((txn) => appendsOf(txn, key).some((element) => !longest.includes(element)))
  const edges: Edge[] = []
  made.forEach(({ txn }, i) => {
    if (i > 0) edges.push({ from: made[i - 1]!.txn, to: txn, kind: 'ww' })
  })
  for (const txn of unseen) if (made.length > 0) edges.push({ from: made.at(-1)!.txn, to: txn, kind: 'ww' })
  for (const { txn, list, key: read } of reads) {
    if (read !== key) continue
    const own = trailingOwn(list, appendsOf(txn, key))
    const before = list.slice(0, list.length - own)
    const source = made.findLast(({ element }) => before.includes(element))
    if (source !== undefined) edges.push({ from: source.txn, to: txn, kind: 'wr' })
    const next = made.filter(({ element }) => !list.includes(element))
    if (next.length > 0 && own === 0) edges.push({ from: txn, to: next[0]!.txn, kind: 'rw' })
    // Who read everything, be it with own appends at its end, comes before what nobody saw.
    if (next.length === 0) for (const later of unseen) edges.push({ from: txn, to: later, kind: own === 0 ? 'rw' : 'ww' })
  }
  return edges
}

function trailingOwn(list: readonly number[], own: readonly number[]): number {
  let count = 0
  while (count < list.length && own.includes(list[list.length - 1 - count]!)) count++
  return count
}

function orderEdges(happened: readonly Txn[]): Edge[] {
  return happened.flatMap((from, i) =>
    happened.flatMap((to, j): Edge[] => {
      if (from.type !== 'ok' || from === to) return []
      const realtime: Edge[] = from.ret < to.call ? [{ from, to, kind: 'realtime' }] : []
      return from.process === to.process && i < j ? [...realtime, { from, to, kind: 'process' }] : realtime
    }),
  )
}
