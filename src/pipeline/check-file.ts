import { getHeapStatistics } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { CapcheckError } from '../core/errors.ts'
import type { Format } from '../history/formats/foreign.ts'
import type { ReadOptions } from '../history/formats/read.ts'
import { DEFAULT_BUDGET_MS, type CheckedHistory, type CheckOptions } from './check-history.ts'

/** What the thread is to do. */
export interface CheckFileJob {
  readonly path: string
  readonly read: ReadOptions
  readonly check: CheckOptions
}

export type CheckFileMessage =
  | { readonly type: 'read'; readonly format: Format; readonly operations: number }
  | { readonly type: 'checked'; readonly answer: CheckedHistory }
  | { readonly type: 'refused'; readonly message: string; readonly hint: string | undefined; readonly exitCode: number }

/** Checks keep their own time; one that does not is ended this much later, in milliseconds. */
const GRACE_MS = 10_000

/**
 * Reads and checks one history file in a thread of its own: whatever lies in the file or in a user's model, this
 * process neither runs out of memory nor waits for ever. The answer is then `unknown`.
 *
 * @param stop ends the check; the promise then resolves to null
 * @throws CapcheckError (exit 64) naming file, line and column of what cannot be read
 */
export function checkFile(job: CheckFileJob, stop?: AbortSignal): Promise<CheckedHistory | null> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const worker = new Worker(new URL(`./check-file-worker.${extension}`, import.meta.url), {
    workerData: job,
    resourceLimits: { maxOldGenerationSizeMb: Math.round(getHeapStatistics().heap_size_limit / 2 ** 20) },
  })
  return new Promise<CheckedHistory | null>((resolve, reject) => {
    let seen: Extract<CheckFileMessage, { type: 'read' }> | null = null
    let timer: NodeJS.Timeout | undefined
    const gaveUp = (why: string): CheckedHistory => ({
      file: job.path,
      format: seen?.format ?? job.read.format ?? 'jsonl',
      model: job.check.model ?? 'not chosen yet',
      operations: seen?.operations ?? 0,
      valid: 'unknown',
      summary: why,
      violations: [],
      progress: [],
      notes: [],
    })
    worker.on('message', (message: CheckFileMessage) => {
      if (message.type === 'checked') resolve(message.answer)
      else if (message.type === 'refused') reject(new CapcheckError(message.message, { exitCode: message.exitCode, ...(message.hint === undefined ? {} : { hint: message.hint }) }))
      else {
        seen = message
        timer = setTimeout(() => resolve(gaveUp('Not decided: the time set for the check was used up.')), (job.check.budgetMs ?? DEFAULT_BUDGET_MS) + GRACE_MS)
      }
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(gaveUp(`Not decided: the memory of this process was used up ${seen === null ? 'while the file was read' : 'by the check'}.`))
      else reject(error)
    })
    worker.on('exit', (code) => reject(new Error(`the thread that checks ended with code ${code} and no answer`)))
    stop?.addEventListener('abort', () => resolve(null), { once: true })
    if (stop?.aborted) resolve(null)
    const over = (): void => clearTimeout(timer)
    worker.once('exit', over)
  }).finally(() => void worker.terminate())
}
