import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { usageError } from '../../../core/errors.ts'
import { noAnswer } from '../answers.ts'
import type { KeyAnswer } from '../answers.ts'
import type { LinearizabilityOptions, ObjectResult } from '../result.ts'
import type { Budget } from '../turns.ts'
import { AnswerTable } from './answer-table.ts'
import type { TableMemory } from './answer-table.ts'
import type { ModelSource } from './model-source.ts'
import { sharedInts } from './shared-arrays.ts'
import type { SharedHistory } from './shared-history.ts'

/** What is to be checked, by any number of threads. */
export interface Job {
  readonly history: SharedHistory
  readonly source: ModelSource
  readonly algorithm: LinearizabilityOptions['algorithm']
  /** `now` must be this thread's `performance.now`. */
  readonly budget: Budget
}

/** What a thread is started with. */
export interface WorkerTask extends Omit<Job, 'budget'> {
  readonly thread: number
  readonly table: TableMemory
  /** Keys to be checked; threads take them from the front. */
  readonly queue: Int32Array
  /** How many of the queue have been taken. */
  readonly next: Int32Array
  /** Milliseconds since 1970. */
  readonly deadlineAt: number
  readonly maxBytes: number
  readonly giveUpShort: boolean
}

interface End {
  readonly stopped: NonNullable<ObjectResult['stopped']> | null
  readonly error: string | undefined
}

/** What a thread tells: that no key is left, or what went wrong with one. */
export type WorkerMessage =
  | { readonly type: 'done' }
  | { readonly type: 'crash'; readonly key: number; readonly error: string }
  /** A user's model broke its word: that is for the user to mend, and no key gets an answer. */
  | { readonly type: 'fault'; readonly message: string; readonly hint: string | undefined }

/** Milliseconds past the deadline after which a thread that does not look at the clock is ended. */
const GRACE_MS = 200
const MIB = 2 ** 20
const NO_KEY = -1
/** Heap of a thread beside what its searches count themselves: a backstop only. */
const HEAP_MB = 128

/**
 * Checks keys on threads. A key whose thread dies is unknown, the others are given to a new thread.
 *
 * The answers do not depend on how many threads there are. They share the memory of the budget; a key that did not get by with its
 * share is checked once more, alone, with all of it.
 *
 * @throws CapcheckError (exit 64) when a user's model breaks its word
 */
export async function checkOnThreads(job: Job, keys: readonly number[], threads: number): Promise<Map<number, KeyAnswer>> {
  const start = 'registers' in job.history ? job.history.registers.start : job.history.objects.start
  const table = new AnswerTable(start)
  const errors = new Map<number, string>()
  const fault = new AbortController()
  const found: Found = { table, errors, fault }
  await round(job, keys, threads, found)
  await round(job, keys.filter((key) => table.isShort(key)), 1, found)
  return new Map(keys.map((key) => {
    const answer = table.read(key) ?? noAnswer(job.budget.now() > job.budget.deadline ? 'time' : 'crash')
    const error = errors.get(key) ?? (answer.stopped === 'crash' ? errors.get(NO_KEY) : undefined)
    return [key, error === undefined ? answer : { ...answer, error }]
  }))
}

/** What the threads of a job have found out together. */
interface Found {
  readonly table: AnswerTable
  readonly errors: Map<number, string>
  /** Ends all threads, with the reason. */
  readonly fault: AbortController
}

async function round(job: Job, keys: readonly number[], threads: number, found: Found): Promise<void> {
  const { budget, ...rest } = job
  const count = Math.min(threads, keys.length)
  const common = {
    ...rest,
    table: found.table.memory,
    queue: sharedInts(keys),
    next: sharedInts(1),
    deadlineAt: performance.timeOrigin + budget.deadline,
    maxBytes: budget.maxBytes / threads,
    giveUpShort: threads > 1,
  }
  await Promise.all(Array.from({ length: count }, (_, thread) => follow({ ...common, thread }, budget, found)))
  found.fault.signal.throwIfAborted()
}

/** Runs a thread; where it dies over a key, the next one goes on behind that key. */
async function follow(task: WorkerTask, budget: Budget, found: Found): Promise<void> {
  const { table, errors, fault } = found
  while (!fault.signal.aborted) {
    const end = await runThread(task, budget, found)
    if (end.stopped === null) return
    const key = table.begunBy(task.thread)
    if (end.error !== undefined) errors.set(key, end.error)
    // A thread that dies without a key in hand would die again.
    if (key === NO_KEY) return
    table.write(key, noAnswer(end.stopped))
    if (end.stopped === 'time' || Atomics.load(task.next, 0) >= task.queue.length) return
  }
}

function runThread(task: WorkerTask, budget: Budget, { errors, fault }: Found): Promise<End> {
  // The same file beside this one, be it source or compiled.
  const worker = new Worker(new URL(`./worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB + Math.ceil((4 * task.maxBytes) / MIB) },
  })
  return new Promise((resolve) => {
    let end: End = { stopped: 'crash', error: undefined }
    const close = (how: End): void => {
      end = how
      void worker.terminate()
    }
    const timer = setTimeout(() => close({ stopped: 'time', error: undefined }), Math.max(0, budget.deadline - budget.now()) + GRACE_MS)
    const stop = (): void => close({ stopped: null, error: undefined })
    fault.signal.addEventListener('abort', stop)
    worker.on('message', (message: WorkerMessage) => {
      if (message.type === 'done') stop()
      else if (message.type === 'fault') fault.abort(usageError(message.message, message.hint))
      else errors.set(message.key, message.error)
    })
    worker.on('error', (error: NodeJS.ErrnoException) => {
      end = { stopped: error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'memory' : 'crash', error: error.message }
    })
    worker.on('exit', () => {
      clearTimeout(timer)
      fault.signal.removeEventListener('abort', stop)
      resolve(end)
    })
  })
}
