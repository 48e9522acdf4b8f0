/**
 * The process that runs all trials of one store, tells the parent what happens, ends. For the sandbox it is the
 * process inside; for Docker an ordinary one, so that a driver that breaks down takes no history with it.
 * Argument: the path of a JSON file with a StoreJob. Messages from the parent: `stop`.
 */
import { readFileSync } from 'node:fs'
import { compose } from '../clusters/compose/attach.ts'
import { docker } from '../clusters/docker/docker.ts'
import { sandbox } from '../clusters/sandbox/sandbox.ts'
import { CapcheckError, messageOf } from '../core/errors.ts'
import { runStore } from '../run/store-run.ts'
import type { RunEvent } from '../run/events.ts'
import { canRenew, planTrial, type StoreJob, storeNamed } from './job.ts'
import { leaveTidy } from './tidy.ts'

const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as StoreJob
const provider = { docker: docker(job.cluster), compose, sandbox }[job.provider]
const stop = new AbortController()
process.on('message', (message) => {
  if (message === 'stop') stop.abort(new Error('stopped by the user'))
})
// The parent is gone: nobody wants the result any more, and the nodes must not outlive it.
process.on('disconnect', () => void leaveTidy(job).finally(() => process.exit(1)))

const emit = (event: RunEvent): void => {
  if (process.connected) process.send!(event)
}

try {
  const store = storeNamed(job.store)
  const plans = await Promise.all(job.trials.map((trial) => planTrial(store, trial)))
  const { engine, toxiproxy, nodes, folder, logs } = job
  // A compose cluster keeps the tables of earlier runs.
  const prefix = job.provider === 'compose' ? `r${job.cluster.slice(0, 8)}_` : ''
  const timing = await runStore({ store, provider, engine, toxiproxy, nodes, plans, folder, logs, prefix, renewable: canRenew(job), emit, stop: stop.signal })
  emit({ type: 'store', store: job.store, state: 'finished', timing })
} catch (error) {
  const hint = error instanceof CapcheckError ? error.hint : undefined
  if (!(error instanceof CapcheckError)) console.error(error)
  emit({ type: 'store', store: job.store, state: 'failed', message: messageOf(error), ...(hint !== undefined && { hint }), timing: {} })
}
// Hung connections of the store under test keep the loop alive for ever; all files are closed by now.
setTimeout(() => process.exit(0), 50)
