import type { Txn } from '../generate/txn.ts'

/** Orders that a serial order must keep besides explaining all answers. */
export type Keep = 'nothing' | 'processes' | 'real time'

type State = ReadonlyMap<string, readonly number[]>

/**
 * Is there an order of the transactions, run one after the other on lists, that gives the answers of all acknowledged
 * ones? Tries them all, with every choice of unknown ones. Failed ones never ran. Shares nothing with the checker.
 */
export function serializable(history: readonly Txn[], keep: Keep): boolean {
  const before = (a: Txn, b: Txn): boolean => {
    if (keep === 'real time' && a.type === 'ok' && a.ret < b.call) return true
    return keep !== 'nothing' && a.type === 'ok' && a.process === b.process && history.indexOf(a) < history.indexOf(b)
  }
  const search = (left: readonly Txn[], state: State): boolean => {
    if (left.every(({ type }) => type !== 'ok')) return true
    return left.some((txn) => {
      // An unknown one that is left out for good holds up nobody: only those that run are ordered.
      if (left.some((other) => other !== txn && other.type === 'ok' && before(other, txn))) return false
      const next = run(txn, state)
      return next !== null && search(left.filter((other) => other !== txn), next)
    })
  }
  return search(history.filter(({ type }) => type !== 'fail'), new Map())
}

/**
 * Is there a run under snapshot isolation: every transaction reads what was committed at its start plus its own
 * appends, and commits only if nobody else committed an append to a list of its own since? Tries all orders of starts
 * and commits.
 */
export function snapshotIsolated(history: readonly Txn[]): boolean {
  interface Running {
    readonly txn: Txn
    readonly appends: ReadonlyMap<string, readonly number[]>
    /** Lists appended to by others since the start. */
    readonly stale: ReadonlySet<string>
  }
  const search = (left: readonly Txn[], running: readonly Running[], state: State): boolean => {
    if (running.length === 0 && left.every(({ type }) => type !== 'ok')) return true
    for (const one of running) {
      if ([...one.appends.keys()].some((key) => one.stale.has(key))) continue
      const next = new Map(state)
      for (const [key, added] of one.appends) next.set(key, [...(state.get(key) ?? []), ...added])
      const others = running.filter((other) => other !== one).map((other) => ({ ...other, stale: new Set([...other.stale, ...one.appends.keys()]) }))
      if (search(left, others, next)) return true
    }
    return left.some((txn) => {
      const after = run(txn, state)
      if (after === null) return false
      const appends = new Map<string, number[]>()
      for (const { f, key, value } of txn.ops) if (f === 'append') appends.set(key, [...(appends.get(key) ?? []), value as number])
      return search(left.filter((other) => other !== txn), [...running, { txn, appends, stale: new Set() }], state)
    })
  }
  return search(history.filter(({ type }) => type !== 'fail'), [], new Map())
}

/** The lists after a transaction, or null when its answers do not fit. */
function run(txn: Txn, state: State): State | null {
  const next = new Map(state)
  for (const { f, key, value } of txn.ops) {
    const list = next.get(key) ?? []
    if (f === 'append') next.set(key, [...list, value as number])
    else if (txn.type === 'ok' && value !== null && String(list) !== String(value)) return null
  }
  return next
}
