import type { Result, ResultLabel, Run } from './result.ts'
import { plural } from './format.ts'

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
  readonly why: string
}

export type Agreement = 'as taught' | 'not as taught' | 'undecided'

export interface ComparisonTable {
  readonly rows: readonly ComparisonRow[]
  readonly notRun: Result['notRun']
}

/** The comparison of all runs, in the order in which they ran. */
export function comparisonTable(result: Result): ComparisonTable {
  return { rows: result.runs.map(comparisonRow), notRun: result.notRun }
}

function comparisonRow(run: Run): ComparisonRow {
  return {
    runId: run.id,
    store: run.storeTitle,
    configuration: run.profile,
    workload: run.workload,
    shape: run.shape,
    textbook: run.textbook,
    observed: run.verdict.label,
    subLabel: run.verdict.subLabel,
    sideScope: run.verdict.sideScope,
    agreement: agreement(run),
    why: run.verdict.reason,
  }
}

/** Does the observation agree with what is taught of the brand? An inconclusive run says nothing about it. */
export function agreement(run: Run): Agreement {
  if (run.verdict.label === 'inconclusive') return 'undecided'
  return run.verdict.label === run.textbook ? 'as taught' : 'not as taught'
}

/** What a label says, in words. */
export const LABEL_WORDS: { readonly [label in ResultLabel]: string } = {
  CP: 'consistent, gave up availability',
  AP: 'available, gave up consistency',
  neither: 'gave up both: answers were inconsistent and some node refused',
  inconclusive: 'no verdict: a precondition was not met',
}

/** Printed in every report: figures of different stores invite a comparison that they do not bear. */
export const BENCHMARK_CAVEAT =
  'Latencies across stores on one machine are no benchmark: all nodes share its processors and disk, and links are proxied.'

/** `CP (observed)`; an inconclusive run observed nothing, so it does not claim to. */
export function labelText(label: ResultLabel): string {
  return label === 'inconclusive' ? 'inconclusive' : `${label} (observed)`
}

/** The first sentence of every report. */
export function headline(result: Result): string {
  const [first] = result.runs
  if (first === undefined) return 'Nothing was run, so there is no verdict.'
  if (result.runs.length === 1) return `${first.storeTitle} ${first.profile}, ${first.workload}: ${verdictSentence(first)}`
  const labels: readonly ResultLabel[] = ['CP', 'AP', 'neither', 'inconclusive']
  const counts = labels.map((label) => [label, result.runs.filter((run) => run.verdict.label === label).length] as const)
  const seen = counts.filter(([, count]) => count > 0).map(([label, count]) => `${count} ${label}`)
  const differing = result.runs.filter((run) => agreement(run) === 'not as taught').length
  const stores = new Set(result.runs.map((run) => run.store)).size
  return `${plural(result.runs.length, 'run')} on ${plural(stores, 'store')}: ${seen.join(', ')}. ${differingText(differing)}`
}

function differingText(differing: number): string {
  if (differing === 0) return 'No verdict contradicts the textbook.'
  return differing === 1 ? 'One verdict contradicts the textbook.' : `${differing} verdicts contradict the textbook.`
}

/** Label, what stayed up, and the reason: the first sentence of a run. */
export function verdictSentence(run: Run): string {
  const { label, subLabel, reason } = run.verdict
  return `${labelText(label)}${subLabel === null ? '' : `, ${subLabel}`}: ${reason}`
}
