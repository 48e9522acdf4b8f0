import type { Operation } from '../../../core/event.ts'
import { binned, loadOf, OUTCOMES, outcomeOf, type Bins, type Outcome } from './bins.ts'
import { bandPath, type Band } from './paths.ts'

/** Pixels of one strip. */
export const STRIP = 20

/** One node and kind over time: in each column the shares of answered, refused and unknown, stacked from the bottom. */
export interface Strip {
  readonly home: string
  readonly side: string
  readonly f: string
  readonly paths: { readonly [outcome in Outcome]: string }
}

/** The strips of all nodes and kinds of the load. */
export function strips(operations: readonly Operation[], bins: Bins, end: number): Strip[] {
  const groups = Map.groupBy(loadOf(operations), ({ home, f }) => `${home} ${f}`)
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const stacks = binned(group, bins).map(stack)
      const path = (outcome: Outcome) => bandPath(stacks.map((bands) => bands[outcome]), bins, end)
      const { home, side, f } = group[0]!
      return { home, side, f, paths: { ok: path('ok'), fail: path('fail'), info: path('info') } }
    })
}

function stack(column: readonly Operation[]): { readonly [outcome in Outcome]: Band } {
  const bands: { [outcome in Outcome]: Band } = { ok: null, fail: null, info: null }
  let below = 0
  for (const outcome of OUTCOMES) {
    const count = column.filter((operation) => outcomeOf(operation) === outcome).length
    if (count === 0) continue
    bands[outcome] = [heightOf(below + count, column.length), heightOf(below, column.length)]
    below += count
  }
  return bands
}

function heightOf(count: number, total: number): number {
  return STRIP - Math.round((count / total) * STRIP)
}
