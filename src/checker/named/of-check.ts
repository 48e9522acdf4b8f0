import type { CheckResult } from '../../core/workload.ts'
import { violationOf, type HistoryAnswer } from './answer.ts'

/** The answer of a check that does not search for an order. */
export function ofCheck({ valid, summary, witness }: CheckResult): HistoryAnswer {
  return { valid, summary, violations: witness === null ? [] : [violationOf(null, witness)], progress: [] }
}

/** The worst of several answers on one history, with what each of them has to say. */
export function together(answers: readonly HistoryAnswer[]): HistoryAnswer {
  const broken = answers.some(({ valid }) => valid === false)
  return {
    valid: broken ? false : answers.some(({ valid }) => valid === 'unknown') ? 'unknown' : true,
    summary: answers
      .filter(({ valid }) => !broken || valid === false)
      .map(({ summary }) => summary)
      .join(' '),
    violations: answers.flatMap(({ violations }) => violations),
    progress: answers.flatMap(({ progress }) => progress),
  }
}
