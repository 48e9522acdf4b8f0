import { join } from 'node:path'
import { EXIT } from '../core/errors.ts'
import { writeWhole } from '../core/write-whole.ts'
import { buildResult, type JudgedTrial } from '../report/build-result.ts'
import { renderMarkdown } from '../report/markdown.ts'
import type { Pacelc, Result } from '../report/result.ts'
import { checkDelays } from './check-delays.ts'
import { checkTrial, type OwnWorkload } from './check-run.ts'
import type { EarlyAnswers } from './early-checks.ts'
import { headlinesOf } from './headlines.ts'
import { recordedByRun } from './recorded.ts'
import { readRunRecord, type RunRecord } from './run-folder.ts'

export const RESULT_FILE = 'result.json'

/** A run after its checks, ready to be shown or written. */
export interface FinishedRun {
  readonly result: Result
  readonly trials: readonly JudgedTrial[]
  readonly remarks: readonly string[]
}

/**
 * Checks every trial of a run folder and puts the result together. Reads only.
 *
 * @param own where workloads come from that are not ours
 * @param early trials that have been checked already
 */
export async function finishRun(folder: string, own?: OwnWorkload, early?: EarlyAnswers): Promise<FinishedRun> {
  const record = readRunRecord(folder)
  const trials: JudgedTrial[] = []
  const pacelc: Pacelc[] = []
  const remarks: string[] = []
  for (const name of record.trials) {
    const delays = await checkDelays(folder, name)
    if (delays !== null) {
      pacelc.push(delays.pacelc)
      remarks.push(...delays.remarks)
    }
    const checked = early?.get(name) ?? (await checkTrial(folder, name, own))
    if (checked === null) {
      remarks.push(`${name}: never began`)
      continue
    }
    trials.push(checked.judged)
    remarks.push(...checked.remarks)
  }
  return { result: resultOf(record, trials, pacelc), trials, remarks }
}

/** Writes `result.json`, `report.md` and `report.html` into the run folder. */
export async function writeReports(folder: string, { result, trials }: FinishedRun): Promise<void> {
  // The page brings a renderer with it that no other command needs.
  const { renderHtml } = await import('../report/html/page.tsx')
  writeWhole(join(folder, RESULT_FILE), resultText(result))
  writeWhole(join(folder, 'report.md'), renderMarkdown(result))
  writeWhole(join(folder, 'report.html'), renderHtml(result, recordedByRun(trials)))
}

/** The bytes of result.json. */
export function resultText(result: Result): string {
  return `${JSON.stringify(result, null, 1)}\n`
}

function resultOf(record: RunRecord, trials: readonly JudgedTrial[], pacelc: readonly Pacelc[]): Result {
  const { version, created, command, provider, engines, notRun, timeBudget } = record
  const input = { version, created, command, provider, engines, notRun, timeBudget, trials, headlines: headlinesOf(trials), pacelc }
  return buildResult({ ...input, exitCode: exitCode(record, trials) })
}

/** The strongest reason wins: interrupted, a store that did not run, a verdict that is open. */
function exitCode(record: RunRecord, trials: readonly JudgedTrial[]): number {
  if (record.state !== 'finished') return EXIT.interrupted
  if (record.notRun.length > 0) return EXIT.environment
  const labels = trials.flatMap(({ lanes }) => lanes.map(({ judgement }) => judgement.verdict.label))
  return labels.length < 1 || labels.includes('inconclusive') ? EXIT.inconclusive : EXIT.ok
}
