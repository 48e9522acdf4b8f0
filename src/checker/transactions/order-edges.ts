import { OK } from './columns.ts'
import { PASS, PROCESS, REALTIME, type EdgeList } from './graph.ts'
import type { VersionOrder } from './version-order.ts'

/**
 * Adds what each client knows: its own transactions happened one after the other. One whose outcome it never learnt
 * follows what it did before, but may have happened after what it did next.
 *
 * @param which `in real time`: only pairs of which real time says the same; `beside real time`: only the others
 */
export function addProcessEdges({ history, happened }: VersionOrder, edges: EdgeList, which: 'all' | 'beside real time' | 'in real time'): void {
  const { count, process, type, call, ret } = history
  const last = new Map<number, number>()
  for (let t = 0; t < count; t++) {
    if (happened[t] !== 1) continue
    const before = last.get(process[t]!)
    if (before !== undefined && (which === 'all' || (which === 'in real time') === ret[before]! < call[t]!)) edges.add(before, t, PROCESS)
    if (type[t] === OK) last.set(process[t]!, t)
  }
}

/**
 * Adds real time: what was acknowledged before another was invoked comes before it. There can be a square number of
 * such pairs; one helper node per invocation, "everything invoked from here on", says the same with three edges a
 * transaction. Equal times count as concurrent.
 *
 * @returns the number of nodes with the helpers
 */
export function addRealTimeEdges({ history, happened }: VersionOrder, edges: EdgeList, nodes: number): number {
  const { count, call, ret, type } = history
  for (let t = 0; t < count; t++) {
    if (t + 1 < count) edges.add(nodes + t, nodes + t + 1, PASS)
    if (happened[t] !== 1) continue
    edges.add(nodes + t, t, PASS)
    const next = type[t] === OK ? firstAfter(call, ret[t]!, t, count) : count
    if (next < count) edges.add(t, nodes + next, REALTIME)
  }
  return nodes + count
}

/** The first row from `from` on whose call is after `time`. It is mostly near, so the step doubles from there. */
function firstAfter(call: Float64Array, time: number, from: number, count: number): number {
  let step = 1
  while (from + step < count && call[from + step]! <= time) step *= 2
  let low = from + (step >> 1)
  let high = Math.min(count, from + step)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (call[middle]! <= time) low = middle + 1
    else high = middle
  }
  return low
}
