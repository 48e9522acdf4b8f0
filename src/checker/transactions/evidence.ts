import { APPEND, OK, READ, elementName, keyName, listOf } from './columns.ts'
import type { CycleStep } from './finding.ts'
import { PROCESS, REALTIME, WR, WW } from './graph.ts'
import type { VersionOrder } from './version-order.ts'
import { appended, list, readAs } from './words.ts'

/** Why `from` comes before `to`, as micro-operations of the history. */
export interface Evidence {
  readonly step: CycleStep
  /** The append (ww, wr) or read (rw) of `from`; -1 for orders that are not in the data. */
  readonly fromOp: number
  /** The append (ww, rw) or read (wr) of `to`. */
  readonly toOp: number
  /** ww: a read whose list shows the order. */
  readonly witness: number
}

/** Looks up the micro-operations behind a step; null would mean that the step has no ground. */
export function evidenceFor(order: VersionOrder, step: CycleStep): Evidence | null {
  if (step.kind === PROCESS || step.kind === REALTIME) return { step, fromOp: -1, toOp: -1, witness: -1 }
  const { history } = order
  for (let a = history.first[step.from]!; a < history.first[step.from + 1]!; a++) {
    for (let b = history.first[step.to]!; b < history.first[step.to + 1]!; b++) {
      if (history.key[a] !== history.key[b] || order.ambiguous[history.key[a]!] === 1) continue
      const evidence = step.kind === WW ? overwrite(order, step, a, b) : step.kind === WR ? sight(order, step, a, b) : overlook(order, step, a, b)
      if (evidence !== null) return evidence
    }
  }
  return null
}

function overwrite({ history, position, longest, trusted }: VersionOrder, step: CycleStep, a: number, b: number): Evidence | null {
  if (history.kind[a] !== APPEND || history.kind[b] !== APPEND || position[a]! < 0) return null
  const k = history.key[a]!
  const ordered = position[b]! < 0 ? trusted[k] === history.length[longest[k]!] : position[a]! < position[b]! && position[b]! < trusted[k]!
  return ordered ? { step, fromOp: a, toOp: b, witness: longest[k]! } : null
}

function sight({ history }: VersionOrder, step: CycleStep, a: number, b: number): Evidence | null {
  if (history.kind[a] !== APPEND || history.kind[b] !== READ || !listOf(history, b).includes(history.value[a]!)) return null
  return { step, fromOp: a, toOp: b, witness: -1 }
}

function overlook({ history, trusted }: VersionOrder, step: CycleStep, a: number, b: number): Evidence | null {
  if (history.kind[a] !== READ || history.kind[b] !== APPEND || history.length[a]! > trusted[history.key[a]!]!) return null
  if (history.type[step.from] !== OK || listOf(history, a).includes(history.value[b]!)) return null
  return { step, fromOp: a, toOp: b, witness: -1 }
}

/** One step in a sentence. `name` is how a transaction is called: T1. */
export function sentence({ history, position }: VersionOrder, evidence: Evidence, name: (row: number) => string): string {
  const { step, fromOp, toOp, witness } = evidence
  const [from, to] = [name(step.from), name(step.to)]
  if (step.kind === PROCESS) return `${from} and then ${to} were done by one client (process ${history.process[step.from]}), so ${from} comes before ${to}.`
  if (step.kind === REALTIME) {
    return `${from} had been acknowledged at ${ms(history.ret[step.from]!)} ms when ${to} was invoked at ${ms(history.call[step.to]!)} ms, so ${from} comes before ${to}.`
  }
  const key = keyName(history, history.key[fromOp]!)
  if (step.kind === WR) return `${from} ${appended(history, fromOp)}, ${to} ${readAs(history, toOp)} and so comes after ${from}.`
  if (step.kind === WW) {
    const shown = position[toOp]! < 0 ? `the longest list read, ${list(history, witness)}, does not have it yet` : `${key} was read as ${list(history, witness)}`
    return `${from} ${appended(history, fromOp)}, ${to} ${appended(history, toOp)} after that (${shown}), so ${from} comes before ${to}.`
  }
  return `${from} ${readAs(history, fromOp)}, without the ${elementName(history, history.value[toOp]!)} that ${to} appended, so ${from} comes before ${to}.`
}

function ms(nanoseconds: number): number {
  return Math.round(nanoseconds / 1000) / 1000
}
