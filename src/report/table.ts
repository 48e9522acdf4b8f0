import type { StoredRun } from './comparison/stored.ts'
import { shapeText, shorten } from './format.ts'
import { pacelcLane, pacelcWord, slopesText } from './pacelc-words.ts'
import type { Result, ResultLabel, Run } from './result.ts'

/** One line of the comparison: a run, what is taught of its store, and what was seen. */
export interface ComparisonRow {
  readonly runId: string
  readonly store: string
  readonly configuration: string
  readonly workload: string
  readonly shape: string
  readonly textbook: 'CP' | 'AP'
  /** Strict scope: every node that had not failed. */
  readonly observed: ResultLabel
  readonly subLabel: string | null
  /** Side scope: some node of one's own side. */
  readonly sideScope: ResultLabel
  readonly agreement: Agreement
  /** `PC/EC` and the slopes behind the second half; null when nothing of the kind was measured in this run. */
  readonly pacelc: { readonly word: string; readonly slopes: string } | null
  /** The whole reason, and as much of it as a line of text has room for. */
  readonly reason: string
  readonly why: string
}

/** Characters of a reason that a table of text has room for; the whole of it is with the run. */
const WHY = 220

export type Agreement = 'as taught' | 'not as taught' | 'undecided'

export interface ComparisonTable {
  readonly rows: readonly ComparisonRow[]
  readonly notRun: Result['notRun']
}

/** The comparison of all runs, in the order in which they ran. */
export function comparisonTable(result: Result): ComparisonTable {
  return { rows: result.runs.map((run) => comparisonRow(result, run)), notRun: result.notRun }
}

function comparisonRow(result: Result, run: Run): ComparisonRow {
  const latency = pacelcLane(result, run)
  return {
    runId: run.id,
    store: run.storeTitle,
    configuration: run.profile,
    workload: run.workload,
    shape: shapeText(run),
    textbook: run.textbook,
    observed: run.verdict.label,
    subLabel: run.verdict.subLabel,
    sideScope: run.verdict.sideScope,
    agreement: agreement(run),
    pacelc: result.pacelc === undefined ? null : { word: pacelcWord(run.verdict.label, latency), slopes: latency === null ? 'not measured' : slopesText(latency) },
    reason: run.verdict.reason,
    why: shorten(run.verdict.reason, WHY),
  }
}

/** Does the observation agree with what is taught of the brand? An inconclusive run says nothing about it. */
export function agreement(run: Pick<StoredRun, 'verdict' | 'textbook'>): Agreement {
  if (run.verdict.label === 'inconclusive') return 'undecided'
  return run.verdict.label === run.textbook ? 'as taught' : 'not as taught'
}
