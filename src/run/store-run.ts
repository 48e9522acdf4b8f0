import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Provider, RunningCluster } from '../clusters/provider.ts'
import type { NodeId } from '../core/ids.ts'
import type { Engine, Store } from '../core/store.ts'
import { toxiproxyLinks } from '../faults/links.ts'
import { Delays, DELAYS_FOLDER } from './delays.ts'
import type { RunEvent } from './events.ts'
import type { TrialPlan } from './plan.ts'
import { Trial } from './trial.ts'

/** All trials of one store on one cluster. */
export interface StoreRun {
  readonly store: Store<unknown>
  readonly provider: Provider
  readonly engine: Engine
  readonly toxiproxy: Engine
  readonly nodes: readonly NodeId[]
  /** At least one. */
  readonly plans: readonly TrialPlan[]
  /** The run folder; each trial gets a folder inside. */
  readonly folder: string
  /** Folder of the nodes' logs inside the run folder's `nodes`. */
  readonly logs: string
  /** Tables and collections of this run start with it; empty on a cluster of the run's own. */
  readonly prefix: string
  readonly emit: (event: RunEvent) => void
  readonly stop: AbortSignal
}

/**
 * Boots a cluster, runs the trials one after the other, stops the cluster.
 *
 * @returns milliseconds per step
 * @throws CapcheckError when the cluster does not come up, or dies; trials that fail do not throw, their record says so
 */
export async function runStore(run: StoreRun): Promise<{ [step: string]: number }> {
  const { store, plans, emit, stop } = run
  const timing: { [step: string]: number } = { boot: 0, phases: 0, teardown: 0 }
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const start = performance.now()
    try {
      return await work()
    } finally {
      timing[step] = Math.round((timing[step] ?? 0) + performance.now() - start)
    }
  }
  const step = (text: string) => emit({ type: 'step', store: store.id, text })
  const cluster = await timed('boot', () => boot(run, step))
  let death: unknown
  cluster.died.catch((error: unknown) => (death = error))
  try {
    for (const [index, plan] of plans.entries()) {
      if (stop.aborted) break
      step(`preparing ${plan.profile.id} (${plan.profile.title})`)
      await timed('boot', () => Promise.race([store.configure(cluster, plan.profile), cluster.died]))
      const folder = join(run.folder, plan.id)
      mkdirSync(folder)
      emit({ type: 'trial', store: store.id, trial: plan.id, state: 'started' })
      if (plan.pacelc) await timed('phases', () => measureDelays(run, plan, cluster, folder, `${run.prefix}d${index + 1}`))
      const trial = new Trial(plan, { store, cluster, links: toxiproxyLinks(cluster), engine: run.engine, folder, prefix: `${run.prefix}t${index + 1}`, emit, stop })
      const record = await timed('phases', () => trial.run())
      const ended = { type: 'trial', store: store.id, trial: plan.id } as const
      emit(record.stopped === undefined ? { ...ended, state: 'finished' } : { ...ended, state: 'stopped', message: record.stopped.message })
      // The trial has kept its history and says why it stopped; there is nothing left for the others to run on.
      if (death !== undefined) throw death
    }
  } finally {
    await timed('teardown', () => cluster.stop())
  }
  return timing
}

/** Before the trial: links that were never cut, and a cluster that nothing has happened to. */
async function measureDelays({ store, emit, stop }: StoreRun, plan: TrialPlan, cluster: RunningCluster, trialFolder: string, prefix: string): Promise<void> {
  const folder = join(trialFolder, DELAYS_FOLDER)
  mkdirSync(folder)
  const { stopped } = await new Delays(plan, { store, cluster, links: toxiproxyLinks(cluster), folder, prefix, emit, stop }).run()
  if (stopped !== undefined) emit({ type: 'step', store: store.id, text: `latency against delay was not measured to the end: ${stopped.message}` })
}

async function boot(run: StoreRun, step: (text: string) => void) {
  const { store, plans } = run
  const profile = plans[0]!.profile
  const cluster = await run.provider.start(
    {
      name: store.id,
      nodes: run.nodes,
      linkPort: store.linkPort,
      clientPort: store.clientPort,
      engine: run.engine,
      toxiproxy: run.toxiproxy,
      serverSettings: profile.serverSettings,
      logDir: join(run.folder, 'nodes', run.logs),
      prepareNode: (context) => store.prepareNode(context),
      describeContainer: (context) => store.container.describe(context),
    },
    step,
  )
  try {
    step('waiting for the cluster to be whole')
    await Promise.race([store.boot(cluster, profile), cluster.died])
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}
