import { fork, type ChildProcess } from 'node:child_process'
import { entryBeside } from '../core/entry.ts'
import { CapcheckError } from '../core/errors.ts'
import type { Format } from '../history/formats/foreign.ts'
import type { ReadOptions } from '../history/formats/read.ts'
import { DEFAULT_BUDGET_MS, type CheckedHistory, type CheckOptions } from './check-history.ts'

/** What is to be done. */
export interface CheckFileJob {
  readonly path: string
  readonly read: ReadOptions
  readonly check: CheckOptions
  /** Megabytes of heap that reading and checking may fill. Default: what Node allows. */
  readonly heapMegabytes?: number
}

type WasRead = { readonly type: 'read'; readonly format: Format; readonly operations: number }
type Ending =
  | { readonly type: 'checked'; readonly answer: CheckedHistory }
  | { readonly type: 'refused'; readonly message: string; readonly hint: string | undefined; readonly exitCode: number }
export type CheckFileMessage = WasRead | Ending

/** Checks keep their own time; one that does not is ended this much later, in milliseconds. */
const GRACE_MS = 10_000
/** Characters of a child's last words that are kept. */
const LAST_WORDS = 4000

/**
 * Reads and checks one history file in a process of its own: whatever lies in the file or in a user's model, this
 * process neither runs out of memory nor waits for ever. The answer is then `unknown`. (A thread would not do: an engine
 * whose heap is full ends the whole process.)
 *
 * @param stop ends the check; the promise then resolves to null
 * @throws CapcheckError (exit 64) naming file, line and column of what cannot be read
 */
export async function checkFile(job: CheckFileJob, stop?: AbortSignal): Promise<CheckedHistory | null> {
  const child = fork(entryBeside(import.meta.url, 'check-file-child'), {
    execArgv: job.heapMegabytes === undefined ? [] : [`--max-old-space-size=${job.heapMegabytes}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let late = false
  let timer: NodeJS.Timeout | undefined
  const kill = (): void => void child.kill('SIGKILL')
  stop?.addEventListener('abort', kill, { once: true })
  if (stop?.aborted) kill()
  // Reading takes as long as the file is large; what follows must keep its time.
  const onRead = (): void => {
    timer = setTimeout(() => {
      late = true
      kill()
    }, (job.check.budgetMs ?? DEFAULT_BUDGET_MS) + GRACE_MS)
  }
  const { read, ending, signal, code, lastWords } = await ended(child, job, onRead)
  clearTimeout(timer)
  stop?.removeEventListener('abort', kill)
  if (ending?.type === 'checked') return ending.answer
  if (ending?.type === 'refused') throw new CapcheckError(ending.message, { exitCode: ending.exitCode, ...(ending.hint === undefined ? {} : { hint: ending.hint }) })
  if (stop?.aborted) return null
  if (late) return gaveUp(job, read, 'Not decided: the time set for the check was used up.')
  if (signal !== null || code === ABORTED) return gaveUp(job, read, `Not decided: the memory of this process was used up ${read === null ? 'while the file was read' : 'by the check'}.`)
  throw new Error(`the process that checks ended with code ${code} and no answer:\n${lastWords}`)
}

/** What a shell would call an end by SIGABRT, which is how Node ends when its heap is full. */
const ABORTED = 134

interface Ended {
  readonly read: WasRead | null
  readonly ending: Ending | null
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly lastWords: string
}

function ended(child: ChildProcess, job: CheckFileJob, onRead: () => void): Promise<Ended> {
  let read: WasRead | null = null
  let ending: Ending | null = null
  let lastWords = ''
  child.stderr!.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)))
  child.on('message', (message: CheckFileMessage) => {
    if (message.type !== 'read') {
      ending = message
      return
    }
    read = message
    onRead()
  })
  child.send(job)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ read, ending, code, signal, lastWords }))
  })
}

function gaveUp({ path, read: asked, check }: CheckFileJob, read: WasRead | null, summary: string): CheckedHistory {
  return {
    file: path,
    format: read?.format ?? asked.format ?? 'jsonl',
    model: check.model ?? 'not chosen yet',
    operations: read?.operations ?? 0,
    valid: 'unknown',
    summary,
    violations: [],
    progress: [],
    notes: [],
  }
}
