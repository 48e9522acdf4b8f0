import { labelSchema } from '../result-run.ts'
import { configId, type ResultLabel } from '../result.ts'
import { compareHeadlines, type ComparedHeadline } from './headlines.ts'
import type { StoredResult, StoredRun } from './stored.ts'

/** One stored result and what it is called in the table. */
export interface NamedResult {
  readonly name: string
  readonly result: StoredResult
}

/**
 * - `differs`: more than one label was observed; an inconclusive run beside a verdict is a difference too
 * - `partial`: one label, but not every result has this row
 * - `same`: one label in every result
 */
export type Difference = 'differs' | 'partial' | 'same'

/** What one result says of a row. A result may have run the same row several times. */
export type Cell = { readonly runs: readonly StoredRun[] } | { readonly missing: 'not run' | 'not asked' }

/** One configuration, workload and shape across all results. */
export interface ComparedRow {
  readonly difference: Difference
  readonly store: string
  readonly storeTitle: string
  /** Catalogue id of the cluster's configuration; `profileId` is what the workload earns under it. */
  readonly config: string
  readonly profile: string
  readonly profileId: string
  readonly workload: string
  readonly shape: string
  readonly textbook: 'CP' | 'AP'
  /** In the order of the results. */
  readonly cells: readonly Cell[]
}

export interface Comparison {
  readonly results: readonly NamedResult[]
  /** Differences first; within each kind in the order of the first result that has the row. */
  readonly rows: readonly ComparedRow[]
  /** Configurations that some result cut several times: the worst over shapes and repetitions. */
  readonly headlines: readonly ComparedHeadline[]
  /** Rows that more than one result has. */
  readonly shared: number
}

const ORDER: readonly Difference[] = ['differs', 'partial', 'same']

/** Puts results side by side: one row for each store, configuration, workload and shape. Pure. */
export function compareResults(results: readonly NamedResult[]): Comparison {
  const first = new Map<string, StoredRun>()
  for (const run of results.flatMap(({ result }) => result.runs)) if (!first.has(rowKey(run))) first.set(rowKey(run), run)
  const rows = [...first].map(([key, run]) => rowOf(run, results.map(({ result }) => cellOf(result, key, run.store))))
  return {
    results,
    rows: ORDER.flatMap((difference) => rows.filter((row) => row.difference === difference)),
    headlines: compareHeadlines(results.map(({ result }) => result)),
    shared: rows.filter(({ cells }) => cells.filter(hasRuns).length > 1).length,
  }
}

export function hasRuns(cell: Cell): cell is Extract<Cell, { runs: unknown }> {
  return 'runs' in cell
}

/** `CP`; `CP ×3` for three runs; `CP ×2, inconclusive ×1` where they differ; `not run` or `–` where there is none. */
export function cellText(cell: Cell): string {
  if (!hasRuns(cell)) return cell.missing === 'not run' ? 'not run' : '–'
  const counts = labelCounts(cell)
  if (cell.runs.length === 1) return counts[0]![0]
  return counts.map(([label, count]) => `${label} ×${count}`).join(', ')
}

/** Labels that were observed, in the order of reports, and how often. */
export function labelCounts({ runs }: { readonly runs: readonly StoredRun[] }): (readonly [ResultLabel, number])[] {
  return labelSchema.options.map((label) => [label, runs.filter((run) => run.verdict.label === label).length] as const).filter(([, count]) => count > 0)
}

/** `2 of 24 rows differ.` and what else the reader must know. */
export function comparisonSentence({ rows, shared, results }: Comparison): string {
  const count = (difference: Difference) => rows.filter((row) => row.difference === difference).length
  const of = `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`
  const partial = count('partial')
  const apart = partial === 0 || results.length === 1 ? '' : ` ${partial} ${partial === 1 ? 'is' : 'are'} not in every run.`
  if (count('differs') > 0) return `The labels differ in ${count('differs')} of ${of}.${apart}`
  if (results.length === 1) return `${of} in one run.`
  if (shared === 0) return `Nothing can be compared: none of ${of} is in more than one run.`
  return `The labels are the same in ${shared === 1 ? 'the one row' : `all ${shared} rows`} that more than one run has.${apart}`
}

function rowKey({ store, config, workload, shape }: StoredRun): string {
  return JSON.stringify([store, configId(config), workload, shape])
}

function rowOf(run: StoredRun, cells: readonly Cell[]): ComparedRow {
  const { store, storeTitle, profile, profileId, workload, shape, textbook } = run
  const labels = new Set(cells.filter(hasRuns).flatMap(({ runs }) => runs.map(({ verdict }) => verdict.label)))
  const difference = labels.size > 1 ? 'differs' : cells.every(hasRuns) ? 'same' : 'partial'
  return { difference, store, storeTitle, config: configId(run.config), profile, profileId, workload, shape, textbook, cells }
}

function cellOf(result: StoredResult, key: string, store: string): Cell {
  const runs = result.runs.filter((run) => rowKey(run) === key)
  if (runs.length > 0) return { runs }
  return { missing: result.notRun.some((each) => each.store === store) ? 'not run' : 'not asked' }
}
