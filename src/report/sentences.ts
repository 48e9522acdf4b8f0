import { formatMs, plural } from './format.ts'
import type { StoredResult, StoredRun } from './comparison/stored.ts'
import type { ResultLabel, Run } from './result.ts'
import { agreement } from './table.ts'

/** What a label says, in words. */
export const LABEL_WORDS: { readonly [label in ResultLabel]: string } = {
  CP: 'consistent, gave up availability',
  AP: 'available, gave up consistency',
  neither: 'gave up both: answers were inconsistent and some node refused',
  inconclusive: 'no verdict: a precondition was not met, or the fault was no partition',
}

/** Printed in every report: figures of different stores invite a comparison that they do not bear. */
export const BENCHMARK_CAVEAT =
  'Latencies across stores on one machine are no benchmark: all nodes share its processors and disk, and links are proxied.'

/** `CP (observed)`; an inconclusive run observed nothing, so it does not claim to. */
export function labelText(label: ResultLabel): string {
  return label === 'inconclusive' ? 'inconclusive' : `${label} (observed)`
}

/** The first sentence of every report. */
export function headline(result: Pick<StoredResult, 'runs'>): string {
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
export function verdictSentence(run: Pick<StoredRun, 'verdict'>): string {
  const { label, subLabel, reason } = run.verdict
  return `${labelText(label)}${subLabel === null ? '' : `, ${subLabel}`}: ${reason}`
}

/** What a check found, in words that need no colour. */
export function outcomeText(valid: boolean | 'unknown'): string {
  if (valid === 'unknown') return 'unknown'
  return valid ? 'no violation' : 'violated'
}

/** What came of the writes that waited without a deadline: one sentence a side. */
export function unboundedTexts(run: Run): string[] {
  return run.unbounded.map(({ side, home, node, type, afterMs, beforeHeal, code }) => {
    const request = `A write at ${home} (${side})${node === home ? '' : `, sent to ${node},`} without a deadline`
    if (afterMs === null) return `${request} had no answer until the end of the trial.`
    const answer = type === 'ok' ? 'was acknowledged' : `${type === 'fail' ? 'was refused' : 'ended unknown'} (${code ?? 'no code'})`
    return `${request} ${answer} after ${formatMs(afterMs)}, ${beforeHeal ? 'during the cut' : 'only after the heal'}.`
  })
}

/** What the heal left behind. */
export function afterHealText(run: Run): string {
  const { afterHeal } = run.verdict
  if (afterHeal !== undefined) return `${afterHeal.charAt(0).toUpperCase()}${afterHeal.slice(1)}.`
  const healed = run.recovered.ok ? '' : `The cluster did not recover: ${run.recovered.detail} `
  if (run.convergedMs === null) return `${healed}The nodes never gave the same final answers.`
  return `${healed}All nodes gave the same final answers ${formatMs(run.convergedMs)} after the heal.`
}
