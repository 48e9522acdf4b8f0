import { fork, type ChildProcess } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { entryBeside } from '../core/entry.ts'
import type { CheckedTrial } from './check-run.ts'

/** What the process that checks is told, and what it answers for each trial. */
export interface EarlyJob {
  readonly folder: string
  readonly trials: readonly string[]
}
export interface EarlyAnswer {
  readonly trial: string
  readonly checked: CheckedTrial
}

/** Trials that were checked before the end of their run, by name. */
export type EarlyAnswers = ReadonlyMap<string, CheckedTrial>

/**
 * Checks the trials of one store while the cluster of the next one boots: in processes of their own, at the lowest priority,
 * so that a check that takes long does not disturb what is measured meanwhile. What gets no answer here (a file that cannot
 * be read, memory used up) is checked at the end of the run, and complains there.
 */
export class EarlyChecks {
  readonly #answers = new Map<string, CheckedTrial>()
  readonly #running = new Set<{ readonly child: ChildProcess; readonly ended: Promise<unknown> }>()

  start(job: EarlyJob): void {
    const child = fork(entryBeside(import.meta.url, 'early-checks-child'), { execArgv: ['--no-warnings'], serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    const ended = new Promise((resolve) => {
      child.once('close', resolve)
      child.once('error', resolve)
    })
    if (child.pid !== undefined) lowerPriority(child.pid)
    child.on('message', ({ trial, checked }: EarlyAnswer) => this.#answers.set(trial, checked))
    child.send(job, () => undefined)
    const entry = { child, ended }
    this.#running.add(entry)
    void ended.then(() => this.#running.delete(entry))
  }

  /** All answers, once the checks have ended. */
  async answers(): Promise<EarlyAnswers> {
    await Promise.all([...this.#running].map(({ ended }) => ended))
    return this.#answers
  }

  /** Ends checks that are under way. */
  stop(): void {
    for (const { child } of this.#running) child.kill('SIGKILL')
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch {
    // It has ended already.
  }
}
