import { APPEND, FAIL, INFO, OK, READ, listOf, type TxnColumns } from './columns.ts'
import type { Evidence } from './evidence.ts'
import { PROCESS, REALTIME, WR, WW } from './graph.ts'

/**
 * The second routine behind every cycle: walks its steps again and looks each one up in the raw answers alone, without
 * the order of versions or the graph that the search was made on.
 */
export function confirmsCycle(history: TxnColumns, evidence: readonly Evidence[]): boolean {
  return evidence.every((one, i) => {
    const next = evidence[(i + 1) % evidence.length]!
    return one.step.to === next.step.from && one.step.from !== one.step.to && holds(history, one)
  })
}

function holds(history: TxnColumns, evidence: Evidence): boolean {
  const { step, fromOp, toOp, witness } = evidence
  const { from, to, kind } = step
  if (!tookEffect(history, from) || !tookEffect(history, to)) return false
  if (kind === REALTIME) return history.type[from] === OK && history.ret[from]! < history.call[to]!
  if (kind === PROCESS) return history.type[from] === OK && history.process[from] === history.process[to] && from < to
  if (!belongs(history, fromOp, from) || !belongs(history, toOp, to) || history.key[fromOp] !== history.key[toOp]) return false
  if (kind === WR) return isAppend(history, fromOp) && isRead(history, toOp, to) && placeIn(history, toOp, fromOp) >= 0
  if (kind === WW) {
    if (!isAppend(history, fromOp) || !isAppend(history, toOp) || history.key[witness] !== history.key[fromOp]) return false
    const [before, after] = [placeIn(history, witness, fromOp), placeIn(history, witness, toOp)]
    return history.kind[witness] === READ && before >= 0 && (after < 0 || after > before)
  }
  return isRead(history, fromOp, from) && isAppend(history, toOp) && placeIn(history, fromOp, toOp) < 0
}

function belongs(history: TxnColumns, op: number, t: number): boolean {
  return op >= history.first[t]! && op < history.first[t + 1]!
}

function isAppend(history: TxnColumns, op: number): boolean {
  return history.kind[op] === APPEND
}

function isRead(history: TxnColumns, op: number, t: number): boolean {
  return history.kind[op] === READ && history.type[t] === OK
}

function placeIn(history: TxnColumns, read: number, append: number): number {
  return listOf(history, read).indexOf(history.value[append]!)
}

/** Acknowledged; or of unknown outcome, and some acknowledged transaction saw one of its appends. */
function tookEffect(history: TxnColumns, t: number): boolean {
  if (history.type[t] !== INFO) return history.type[t] !== FAIL
  for (let reader = 0; reader < history.count; reader++) {
    if (history.type[reader] !== OK) continue
    for (let op = history.first[reader]!; op < history.first[reader + 1]!; op++) {
      if (history.kind[op] === READ && seesAny(history, op, t)) return true
    }
  }
  return false
}

function seesAny(history: TxnColumns, read: number, t: number): boolean {
  for (let op = history.first[t]!; op < history.first[t + 1]!; op++) {
    if (isAppend(history, op) && history.key[op] === history.key[read] && placeIn(history, read, op) >= 0) return true
  }
  return false
}
