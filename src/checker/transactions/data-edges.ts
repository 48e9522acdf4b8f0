import { FAIL, OK, READ, listOf } from './columns.ts'
import { RW, WR, WW, type EdgeList } from './graph.ts'
import { NOBODY, externalVersion, type VersionOrder } from './version-order.ts'

/**
 * Adds the dependencies that follow from versions (Adya 1999, section 3.1): who overwrote whom, who read whose
 * version, who overwrote what somebody had read. What failed transactions and nobody appended is stepped over.
 */
export function addDataEdges(order: VersionOrder, edges: EdgeList): void {
  addWriteEdges(order, edges)
  const { history, owner, ambiguous, trusted } = order
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] !== READ || history.type[owner[op]!] !== OK || ambiguous[history.key[op]!] === 1) continue
    // Odd reads are always longer than what all reads agree on.
    if (history.length[op]! > trusted[history.key[op]!]!) addReadOfAll(order, op, edges)
    else addRead(order, op, edges)
  }
}

/** Chains the writers of each key in the order of their versions. */
function addWriteEdges({ history, start, writer, trusted, ambiguous }: VersionOrder, edges: EdgeList): void {
  for (let k = 0; k < history.keys; k++) {
    if (ambiguous[k] === 1) continue
    let before = NOBODY
    for (let at = start[k]!; at < start[k]! + trusted[k]!; at++) {
      const t = writer[at]!
      if (t === NOBODY || history.type[t] === FAIL || t === before) continue
      if (before !== NOBODY) edges.add(before, t, WW)
      before = t
    }
  }
}

/** A read that is a prefix of the order: after the writer of its version, before the writer of the next one. */
function addRead(order: VersionOrder, op: number, edges: EdgeList): void {
  const { history, owner, start, writer, trusted } = order
  const reader = owner[op]!
  const from = start[history.key[op]!]!
  const end = from + trusted[history.key[op]!]!
  const seen = from + history.length[op]!
  const version = externalVersion(order, op)
  let at = version - 1
  while (at >= from && !counts(order, at)) at--
  if (at >= from && writer[at] !== reader) edges.add(writer[at]!, reader, WR)
  // With own appends in it, the read follows a write of this key: the chain of writes says what comes next.
  if (version < seen) return
  at = seen
  while (at < end && !counts(order, at)) at++
  if (at < end && writer[at] !== reader) edges.add(reader, writer[at]!, RW)
}

function counts({ history, writer }: VersionOrder, at: number): boolean {
  return writer[at] !== NOBODY && history.type[writer[at]!] !== FAIL
}

/** A read beyond what all reads agree on: only that its elements were there before is certain. */
function addReadOfAll({ history, owner, appends }: VersionOrder, op: number, edges: EdgeList): void {
  const reader = owner[op]!
  let last = NOBODY
  for (const element of listOf(history, op)) {
    const append = appends.find(history.key[op]!, element)
    const t = append < 0 ? NOBODY : owner[append]!
    if (t === NOBODY || t === last || t === reader || history.type[t] === FAIL) continue
    edges.add(t, reader, WR)
    last = t
  }
}
