import { APPEND, FAIL, OK, READ } from './columns.ts'
import { PASS, RW, WW, type EdgeList } from './graph.ts'
import { NOBODY, type VersionOrder } from './version-order.ts'

/**
 * Adds what follows for appends that took effect but are in no list that was read. Lists only grow, so they come after
 * the longest list of their key: after the writer of its end, and after everyone who read all of it.
 *
 * Many readers before many writers would be a product of edges. Helper nodes make it a sum: the unseen writers of a key
 * stand in a row, one chain of helpers leads to all from the left up to a place, one to all from the right. A reader
 * that is itself one of the writers enters the two chains beside its own place, so that it never comes before itself.
 *
 * @returns the number of nodes with the helpers
 */
export function addUnseenEdges(order: VersionOrder, edges: EdgeList, nodes: number): number {
  const { history, longest, ambiguous, trusted } = order
  const unseen = unseenWriters(order)
  if (unseen.size === 0) return nodes
  const before = lastOnes(order, unseen)
  let next = nodes
  for (const [k, writers] of unseen) {
    const length = longest[k]! < 0 ? 0 : history.length[longest[k]!]!
    if (ambiguous[k] === 1 || trusted[k]! < length) continue
    next = connect(before.get(k) ?? new Map<number, number>(), writers, edges, next)
  }
  return next
}

/** Per key the transactions with an append that nobody saw, each once. */
function unseenWriters({ history, owner, position, happened }: VersionOrder): Map<number, number[]> {
  const unseen = new Map<number, number[]>()
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] !== APPEND || position[op] !== -1) continue
    const t = owner[op]!
    if (happened[t] !== 1 || history.type[t] === FAIL) continue
    const list = unseen.get(history.key[op]!)
    if (list === undefined) unseen.set(history.key[op]!, [t])
    else if (list.at(-1) !== t) list.push(t)
  }
  return unseen
}

/** Per key the transactions that come before all unseen appends, with the kind of edge. */
function lastOnes(order: VersionOrder, unseen: ReadonlyMap<number, number[]>): Map<number, Map<number, number>> {
  const { history, owner, start, writer } = order
  const before = new Map<number, Map<number, number>>()
  /** Per key the position of the last element that somebody appended without failing; beyond all reads where nothing is asked. */
  const last = new Int32Array(history.keys).fill(0x7fff_ffff)
  for (const k of unseen.keys()) {
    let at = start[k + 1]! - 1
    while (at >= start[k]! && (writer[at] === NOBODY || history.type[writer[at]!] === FAIL)) at--
    last[k] = at
    before.set(k, new Map(at >= start[k]! ? [[writer[at]!, WW]] : []))
  }
  for (let op = 0; op < history.kind.length; op++) {
    const k = history.key[op]!
    if (history.kind[op] !== READ || start[k]! + history.length[op]! <= last[k]! || history.type[owner[op]!] !== OK) continue
    const ones = before.get(k)!
    if (!ones.has(owner[op]!)) ones.set(owner[op]!, RW)
  }
  return before
}

function connect(before: ReadonlyMap<number, number>, writers: readonly number[], edges: EdgeList, nodes: number): number {
  const only = writers[0]!
  if (writers.length === 1) {
    for (const [t, kind] of before) if (t !== only) edges.add(t, only, kind)
    return nodes
  }
  const place = new Map(writers.map((t, i) => [t, i]))
  const [upTo, from] = [nodes, nodes + writers.length]
  writers.forEach((t, i) => {
    edges.add(upTo + i, t, PASS)
    edges.add(from + i, t, PASS)
    if (i > 0) edges.add(upTo + i, upTo + i - 1, PASS)
    if (i + 1 < writers.length) edges.add(from + i, from + i + 1, PASS)
  })
  for (const [t, kind] of before) {
    const own = place.get(t)
    if (own === undefined) edges.add(t, from, kind)
    else {
      if (own > 0) edges.add(t, upTo + own - 1, kind)
      if (own + 1 < writers.length) edges.add(t, from + own + 1, kind)
    }
  }
  return nodes + 2 * writers.length
}
