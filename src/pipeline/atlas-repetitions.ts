import { findingNamed } from '../atlas/findings.ts'
import { judgeFinding } from '../atlas/judge.ts'
import { phaseSpan } from '../checker/phase-span.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { JudgedTrial } from '../report/build-result.ts'
import { MS } from '../run/clock.ts'
import { trialId, type TrialJob } from './job.ts'
import type { Selection } from './select.ts'

/** How much longer than at first a repetition is. */
const LONGER = { before: 2, steady: 1.5 } as const

/**
 * The trials of a run that are worth a second look: of findings that were inconclusive for want of samples alone. What differs is
 * never tried again, nor what showed a wrong label: that would be asking until the answer pleases. Each is repeated once with its
 * seed and longer phases, for these findings only; those that shared a cluster share one again. Pure.
 *
 * @param selections those that were run
 * @param trials what became of them
 */
export function repetitionsOf(selections: readonly Selection[], trials: readonly JudgedTrial[]): Selection[] {
  return selections
    .map(({ store, trials: jobs }) => ({ store, trials: jobs.flatMap((job) => repetitionOf(job, trials.find(({ folder }) => folder === trialId(store.id, job)))) }))
    .filter((selection) => selection.trials.length > 0)
}

function repetitionOf(job: TrialJob, judged: JudgedTrial | undefined): TrialJob[] {
  if (judged === undefined) return []
  const findings = (job.findings ?? []).filter((id) => judgeFinding(findingNamed(id), job.shape, judged).short)
  if (findings.length === 0) return []
  const { options } = job
  const [beforeMs, steadyMs] = [longer(judged.trial, 'before'), longer(judged.trial, 'steady')]
  return [{ ...job, findings, repetition: 2, options: { ...options, beforeMs: Math.max(options.beforeMs, beforeMs), steadyMs: Math.max(options.steadyMs, steadyMs) } }]
}

/** Milliseconds. */
function longer({ phases }: TrialRecord, phase: keyof typeof LONGER): number {
  const span = phaseSpan(phases, phase)
  return span === null ? 0 : Math.round((LONGER[phase] * (span.end - span.start)) / MS)
}
