import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, openSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryBeside } from '../core/entry.ts'
import { enterSandbox, type SandboxChild } from '../clusters/sandbox/enter.ts'
import type { RunEvent } from '../run/events.ts'
import { canRenew, type StoreJob } from './job.ts'
import { leaveTidy } from './tidy.ts'

/** Milliseconds after Ctrl+C in which the runner may heal links and close files before it is ended. */
const GRACE_MS = 15_000

export interface StoreOutcome {
  readonly timing: { readonly [step: string]: number }
  /** Why the store's trials could not all be run; null when they were. */
  readonly failure: { readonly reason: string; readonly hint: string } | null
  /** Trials that began, so that something was recorded. */
  readonly begun: number
}

/**
 * Runs one store's trials. When one leaves the cluster so that the next cannot begin on it, the rest gets a new cluster.
 */
export async function runStoreApart(job: StoreJob, onEvent: (event: RunEvent) => void, stop: AbortSignal): Promise<StoreOutcome> {
  let outcome = await bringUp(job, onEvent, stop)
  let { begun } = outcome
  for (let clusters = 2; outcome.failure === null && outcome.begun > 0 && begun < job.trials.length && !stop.aborted; clusters++) {
    onEvent({ type: 'step', store: job.store, text: 'starting a new cluster' })
    const next = await bringUp({ ...job, cluster: randomUUID(), logs: `${job.logs}-cluster-${clusters}`, trials: job.trials.slice(begun) }, onEvent, stop)
    begun += next.begun
    outcome = { ...next, timing: addedTimes(outcome.timing, next.timing) }
  }
  return { ...outcome, begun }
}

/**
 * A cluster that does not come up is tried once more from nothing, which is said: nothing has been recorded then, and a
 * server that ends in its first seconds on a busy machine says nothing about the store.
 */
async function bringUp(job: StoreJob, onEvent: (event: RunEvent) => void, stop: AbortSignal): Promise<StoreOutcome> {
  const start = performance.now()
  const first = await attempt(job, onEvent, stop)
  if (first.failure === null || first.begun > 0 || stop.aborted || !canRenew(job)) return first
  onEvent({ type: 'step', store: job.store, text: `the cluster did not come up (${first.failure.reason}) and is tried once more` })
  const lostMs = Math.round(performance.now() - start)
  const second = await attempt({ ...job, cluster: randomUUID() }, onEvent, stop)
  return { ...second, timing: addedTimes({ boot: lostMs }, second.timing) }
}

/**
 * Runs one store's trials in a process of its own: in a sandbox, or beside the containers.
 * Never rejects: what went wrong is in the outcome.
 */
async function attempt(job: StoreJob, onEvent: (event: RunEvent) => void, stop: AbortSignal): Promise<StoreOutcome> {
  const logs = join(job.folder, 'nodes', job.logs)
  mkdirSync(logs, { recursive: true })
  const jobFile = join(logs, 'job.json')
  writeFileSync(jobFile, `${JSON.stringify(job, null, 1)}\n`)
  const stderrFile = join(logs, 'runner.log')
  const runner = entryBeside(import.meta.url, 'runner')
  const child = job.provider === 'sandbox' ? enterSandbox(runner, [jobFile], stderrFile) : forkRunner(runner, jobFile, stderrFile)
  const onStop = () => {
    if (child.process.connected) child.process.send('stop')
    setTimeout(() => child.kill(), GRACE_MS).unref()
  }
  stop.addEventListener('abort', onStop, { once: true })
  if (stop.aborted) onStop()
  let last: Extract<RunEvent, { type: 'store' }> | undefined
  let begun = 0
  child.process.on('message', (event: RunEvent) => {
    if (event.type === 'store') last = event
    if (event.type === 'trial' && event.state === 'started') begun++
    onEvent(event)
  })
  const ended = await new Promise<string>((resolve) => {
    child.process.once('error', (error) => resolve(error.message))
    child.process.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`))
  })
  stop.removeEventListener('abort', onStop)
  child.kill()
  await leaveTidy(job)
  return { ...(await outcome(last, ended, stderrFile)), begun }
}

/** Times of steps of two clusters, step by step. Milliseconds. */
export function addedTimes(times: StoreOutcome['timing'], more: StoreOutcome['timing']): { [step: string]: number } {
  return Object.fromEntries([...new Set([...Object.keys(times), ...Object.keys(more)])].map((step) => [step, (times[step] ?? 0) + (more[step] ?? 0)]))
}

function forkRunner(entry: URL, jobFile: string, stderrFile: string): SandboxChild {
  const log = openSync(stderrFile, 'a')
  // A session of its own: Ctrl+C in the terminal must reach the command line only.
  const child: ChildProcess = fork(fileURLToPath(entry), [jobFile], { detached: true, stdio: ['ignore', log, log, 'ipc'], execArgv: ['--no-warnings'] })
  return { process: child, kill: () => child.kill('SIGKILL') }
}

async function outcome(last: Extract<RunEvent, { type: 'store' }> | undefined, ended: string, stderrFile: string): Promise<Omit<StoreOutcome, 'begun'>> {
  if (last?.state === 'finished') return { timing: last.timing, failure: null }
  if (last !== undefined) return { timing: last.timing, failure: { reason: last.message ?? 'the cluster did not start', hint: last.hint ?? '' } }
  const log = (await readFile(stderrFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')
  return {
    timing: {},
    failure: { reason: `the runner stopped: ${ended}${log === '' ? '' : `\n${log}`}`, hint: 'capcheck doctor says what the kernel or the machine forbids.' },
  }
}
