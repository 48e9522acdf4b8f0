import type { Operation } from '../../../core/event.ts'
import type { Run, StoredOperation } from '../../result.ts'
import { timeAxis } from '../charts/axis.ts'
import { packColumns, type Columns } from './columns.ts'
import { sampleOperations } from './sample.ts'

/** What the script of the page gets to draw one timeline. Times are microseconds. */
export interface TimelineData extends Columns {
  readonly end: number
  readonly file: string
  readonly spans: readonly (readonly [phase: string, from: number, to: number])[]
  readonly faults: readonly (readonly [what: string, at: number])[]
  /** Positions in the history of the operations of the witness, in its order. */
  readonly witness: readonly number[]
}

export interface Timeline {
  readonly data: TimelineData
  readonly drawn: number
  readonly total: number
  /** Of all operations, drawn or not: home, kind, and how many ended how. */
  readonly counts: readonly { readonly name: string; readonly ok: number; readonly fail: number; readonly info: number }[]
}

/** What a timeline shows, as data: at most `limit` operations, those of the witness always among them. */
export function timelineOf(run: Run, operations: readonly Operation[], limit: number): Timeline {
  const axis = timeAxis(run, operations)
  const witness = ownWitness(run).map(({ index }) => index)
  const { drawn, total } = sampleOperations(operations, limit, new Set(witness))
  const micros = (ns: number) => Math.round(ns / 1000)
  return {
    data: {
      end: micros(axis.end),
      file: `${run.trial}/${run.history.file}`,
      spans: axis.spans.map(({ phase, from, to }) => [phase, micros(from), micros(to)]),
      faults: run.faults.map(({ what, time }) => [what, micros(time)]),
      witness,
      ...packColumns(drawn.toSorted((a, b) => a.call - b.call)),
    },
    drawn: drawn.length,
    total,
    counts: countsOf(operations),
  }
}

/** Operations of the witness that are in this run's own history; the register lane judges other lanes too. */
function ownWitness(run: Run): readonly StoredOperation[] {
  return run.witness === null || run.witness.workload !== run.workload ? [] : run.witness.operations
}

function countsOf(operations: readonly Operation[]): Timeline['counts'] {
  const counts = new Map<string, { ok: number; fail: number; info: number }>()
  for (const { home, f, type } of operations) {
    const name = `${home} ${f}`
    const count = counts.get(name) ?? { ok: 0, fail: 0, info: 0 }
    count[type]++
    counts.set(name, count)
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, count]) => ({ name, ...count }))
}
