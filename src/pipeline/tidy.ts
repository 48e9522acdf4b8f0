import { attach, letGo } from '../clusters/compose/attach.ts'
import { dockerEngine } from '../clusters/docker/engine.ts'
import { removeRun } from '../clusters/docker/remove.ts'
import { within } from '../core/within.ts'
import { type StoreJob, storeNamed } from './job.ts'

/** Milliseconds that it may take to put away what a runner left behind. */
const TIDY_MS = 20_000

/**
 * Puts away what a runner that was killed may have left: removes its containers, or opens the links of a compose
 * cluster. Nothing to do for a sandbox, which goes with its processes. What cannot be removed is left to the reaper.
 */
export async function leaveTidy(job: StoreJob): Promise<void> {
  if (job.provider === 'sandbox') return
  const tidy: Promise<unknown> = job.provider === 'docker' ? dockerEngine().then((engine) => removeRun(engine, job.cluster)) : openComposeLinks(job)
  await within(TIDY_MS, 'putting away what was left', tidy).catch(() => undefined)
}

async function openComposeLinks({ store, nodes }: StoreJob): Promise<void> {
  const { clientPort } = storeNamed(store)
  const { cluster } = await attach(await dockerEngine(), { name: store, nodes, clientPort })
  await letGo(cluster)
}
