import { fork, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { entryBeside } from '../../core/entry.ts'
import { type Graded, ungraded } from './graded.ts'

/** What a worker is told. */
export type GradeTask =
  | { readonly type: 'setup'; readonly labs: string; readonly keys: string | null; readonly version: string }
  | { readonly type: 'grade'; readonly index: number; readonly file: string; readonly scratch: string }
export interface GradeMessage {
  readonly index: number
  readonly graded: Graded
}

export interface PoolOptions {
  readonly labs: string
  readonly keys: string | null
  readonly version: string
  /** Processes at one time. */
  readonly processes: number
  /** Milliseconds that one submission may take. */
  readonly limitMs: number
  readonly env: NodeJS.ProcessEnv
  readonly onGraded: (done: number) => void
  readonly stop: AbortSignal
}

/** Megabytes of heap of one worker. */
const HEAP = 768
/** Characters of a worker's last words that are kept. */
const LAST_WORDS = 2000

/**
 * Grades submissions in processes of their own, each for many, one at a time: what lies in a file may be made to take
 * all memory or to never end, and must harm no other one. A worker that dies or is late is replaced, and the submission
 * at hand is "not graded", with the reason.
 *
 * @returns in the order of the files; null when it was stopped
 */
export async function gradeAll(files: readonly string[], options: PoolOptions): Promise<Graded[] | null> {
  const root = mkdtempSync(join(tmpdir(), 'capcheck-grade-'))
  const results: Graded[] = []
  let next = 0
  let done = 0
  const lane = async (number: number): Promise<void> => {
    let worker: Worker | null = null
    while (next < files.length && !options.stop.aborted) {
      const index = next++
      worker ??= startWorker(join(root, `worker-${number}`), options)
      const scratch = join(root, String(index))
      mkdirSync(scratch)
      const answer = await worker.grade({ type: 'grade', index, file: files[index]!, scratch }, options)
      if (typeof answer === 'string') worker = null
      results[index] = typeof answer === 'string' ? ungraded(files[index]!, 'not graded', answer) : answer
      rmSync(scratch, { recursive: true, force: true })
      options.onGraded(++done)
    }
    worker?.end()
  }
  try {
    await Promise.all(Array.from({ length: Math.min(options.processes, files.length) }, (_, number) => lane(number)))
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return options.stop.aborted ? null : results
}

interface Worker {
  /** The grade; or, as text, why there is none, and then the worker is gone. */
  grade(task: GradeTask, limits: Pick<PoolOptions, 'limitMs' | 'stop'>): Promise<Graded | string>
  end(): void
}

function startWorker(temporary: string, { labs, keys, version, env }: PoolOptions): Worker {
  mkdirSync(temporary, { recursive: true })
  const child = fork(entryBeside(import.meta.url, 'worker'), {
    execArgv: [`--max-old-space-size=${HEAP}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // What it unpacks lies where it can be removed, however the worker ends.
    env: { ...env, TMPDIR: temporary },
  })
  let lastWords = ''
  child.stderr!.on('data', (chunk: Buffer) => (lastWords = (lastWords + chunk.toString()).slice(-LAST_WORDS)))
  // A worker that cannot start closes, and says so when it is asked.
  child.on('error', (error) => (lastWords += `Error: ${error.message}`))
  child.send({ type: 'setup', labs, keys, version } satisfies GradeTask, () => undefined)
  return {
    grade: (task, { limitMs, stop }) => asked(child, task, limitMs, stop, () => lastWords),
    // It ends itself when nobody is there any more.
    end: () => child.disconnect(),
  }
}

function asked(child: ChildProcess, task: GradeTask, limitMs: number, stop: AbortSignal, lastWords: () => string): Promise<Graded | string> {
  return new Promise((resolve) => {
    let late = false
    const kill = (): void => void child.kill('SIGKILL')
    const timer = setTimeout(() => {
      late = true
      kill()
    }, limitMs)
    const settle = (answer: Graded | string): void => {
      clearTimeout(timer)
      stop.removeEventListener('abort', kill)
      child.off('message', onMessage)
      child.off('close', onClose)
      resolve(answer)
    }
    const onMessage = ({ graded }: GradeMessage): void => settle(graded)
    const onClose = (code: number | null, signal: string | null): void => {
      if (late) return settle(`it took longer than ${limitMs / 1000} s (--limit)`)
      const how = signal === null ? `code ${code}` : signal
      settle(`the process that looked into it ended with ${how}: ${lastWords().match(/FATAL ERROR.*|\w*Error: .*/)?.[0] ?? 'no last words'}`)
    }
    stop.addEventListener('abort', kill, { once: true })
    child.on('message', onMessage)
    child.on('close', onClose)
    if (child.exitCode !== null || child.signalCode !== null) onClose(child.exitCode, child.signalCode)
    else child.send(task, () => undefined)
  })
}
