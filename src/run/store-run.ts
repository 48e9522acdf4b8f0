import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Provider, RunningCluster } from '../clusters/provider.ts'
import { messageOf } from '../core/errors.ts'
import type { NodeId } from '../core/ids.ts'
import type { Engine, Store } from '../core/store.ts'
import { waitFor } from '../core/wait.ts'
import { within } from '../core/within.ts'
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
  /** Can there be another cluster when this one is spoilt? */
  readonly renewable: boolean
  readonly emit: (event: RunEvent) => void
  readonly stop: AbortSignal
}

/** Milliseconds that a cluster has, after a trial, to be set up for the next one and whole. */
const WHOLE_MS = 20_000

/**
 * Boots a cluster, runs the trials one after the other, stops the cluster. Where another one can be had it ends before its
 * time when a trial left the cluster so that the next one could not begin.
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
      const unfit = await timed('boot', () => Promise.race([makeFit(run, plan, cluster, index > 0), cluster.died]))
      if (unfit !== null) {
        step(`the trial before left the cluster so that ${plan.profile.id} cannot begin on it: ${unfit}`)
        break
      }
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

/** Sets the cluster up for a profile. Says why one that was used is fit for nothing more, when another can be had; else that is thrown, or the trial's to find. */
async function makeFit({ store, renewable }: StoreRun, { profile }: TrialPlan, cluster: RunningCluster, used: boolean): Promise<string | null> {
  const configured = store.configure(cluster, profile)
  if (!used || !renewable) return configured.then(() => null)
  const whole = () => waitFor('a healthy cluster', async () => ((await store.health(cluster)).ok ? true : undefined), { timeoutMs: WHOLE_MS, everyMs: 250 })
  return within(WHOLE_MS, 'a healthy cluster', configured.then(whole)).then(() => null, messageOf)
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
