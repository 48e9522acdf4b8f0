import { mkdirSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { enterSandbox } from '../clusters/sandbox/enter.ts'
import type { RunEvent } from '../run/events.ts'
import type { StoreJob } from './job.ts'

/** Milliseconds after Ctrl+C in which the sandbox may heal links and close files before it is ended. */
const GRACE_MS = 15_000

export interface StoreOutcome {
  readonly timing: { readonly [step: string]: number }
  /** Why the store's trials could not all be run; null when they were. */
  readonly failure: { readonly reason: string; readonly hint: string } | null
}

/** Runs one store's trials in a sandbox of its own. Never rejects: what went wrong is in the outcome. */
export async function runStoreInSandbox(job: StoreJob, onEvent: (event: RunEvent) => void, stop: AbortSignal): Promise<StoreOutcome> {
  const logs = join(job.folder, 'nodes', job.store)
  mkdirSync(logs, { recursive: true })
  const jobFile = join(logs, 'job.json')
  writeFileSync(jobFile, `${JSON.stringify(job, null, 1)}\n`)
  const stderrFile = join(logs, 'runner.log')
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js'
  const child = enterSandbox(new URL(`./sandbox-child.${extension}`, import.meta.url), [jobFile], stderrFile)
  const onStop = () => {
    if (child.process.connected) child.process.send('stop')
    setTimeout(() => child.kill(), GRACE_MS).unref()
  }
  stop.addEventListener('abort', onStop, { once: true })
  if (stop.aborted) onStop()
  let last: Extract<RunEvent, { type: 'store' }> | undefined
  child.process.on('message', (event: RunEvent) => {
    if (event.type === 'store') last = event
    onEvent(event)
  })
  const ended = await new Promise<string>((resolve) => {
    child.process.once('error', (error) => resolve(error.message))
    child.process.once('exit', (code, signal) => resolve(`it ended with ${signal ?? `exit code ${code}`}`))
  })
  stop.removeEventListener('abort', onStop)
  child.kill()
  return outcome(last, ended, stderrFile)
}

async function outcome(last: Extract<RunEvent, { type: 'store' }> | undefined, ended: string, stderrFile: string): Promise<StoreOutcome> {
  if (last?.state === 'finished') return { timing: last.timing, failure: null }
  if (last !== undefined) return { timing: last.timing, failure: { reason: last.message ?? 'the cluster did not start', hint: last.hint ?? '' } }
  const log = (await readFile(stderrFile, 'utf8').catch(() => '')).trim().split('\n').slice(-5).join('\n')
  return {
    timing: {},
    failure: { reason: `the sandbox's runner stopped: ${ended}${log === '' ? '' : `\n${log}`}`, hint: 'capcheck doctor says what the kernel or the machine forbids.' },
  }
}
