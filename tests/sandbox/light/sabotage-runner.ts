/**
 * Inside the sandbox: one PostgreSQL cluster, one trial after the other, each of them with one thing wrong.
 * Argument: the path of a JSON file with a Job.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Provider, RunningCluster } from '../../../src/clusters/provider.ts'
import { sandbox } from '../../../src/clusters/sandbox/sandbox.ts'
import { NODES } from '../../../src/core/ids.ts'
import type { Phase } from '../../../src/core/phase.ts'
import type { Engine, Store } from '../../../src/core/store.ts'
import { planTrial, storeNamed } from '../../../src/pipeline/job.ts'
import { DEFAULT_OPTIONS, type TrialOptions, type TrialPlan } from '../../../src/run/plan.ts'
import { runStore } from '../../../src/run/store-run.ts'
import { descendants } from '../../helpers/cli.ts'

export interface Job {
  readonly engine: Engine
  readonly toxiproxy: Engine
  readonly folder: string
}

export type SabotageName = 'leak' | 'paused' | 'unpinned' | 'no-control' | 'dead'

interface Sabotage {
  readonly name: SabotageName
  readonly options?: Partial<TrialOptions>
  readonly on?: { readonly [phase in Phase]?: (cluster: RunningCluster) => Promise<void> }
}

/** In this order: nothing runs on the cluster after the last. */
const SABOTAGES: readonly Sabotage[] = [
  { name: 'leak', on: { steady: (cluster) => forget(cluster, 'n1->n2') } },
  { name: 'paused', on: { steady: (cluster) => cluster.control!.pause('n3'), heal: (cluster) => cluster.control!.resume('n3') } },
  { name: 'unpinned' },
  { name: 'no-control', options: { inFlight: 1 } },
  { name: 'dead', on: { steady: async () => process.kill(descendants(process.pid).find(({ command }) => /\/postgres .*nodes\/n3/.test(command))!.pid, 'SIGKILL') && Promise.resolve() } },
]

/** As short as the harness itself allows: no letter is wanted here. */
const OPTIONS: TrialOptions = { ...DEFAULT_OPTIONS, beforeMs: 1200, minAttempts: 5, deadlineMs: 1000, healLimitMs: 15_000 }
const SETTLE = { ms: 1200, why: 'no letter is wanted' }

/** Takes the toxics of one link away behind the harness's back, through the API of the node's own Toxiproxy. */
async function forget(cluster: RunningCluster, link: string): Promise<void> {
  const { host, port } = cluster.toxiproxyApi('n1')
  const toxics = `http://${host}:${port}/proxies/${encodeURIComponent(link)}/toxics`
  const found = (await (await fetch(toxics)).json()) as { readonly name: string }[]
  await Promise.all(found.map(({ name }) => fetch(`${toxics}/${encodeURIComponent(name)}`, { method: 'DELETE' })))
}

process.on('disconnect', () => process.exit(1))
const { engine, toxiproxy, folder } = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Job
let cluster: RunningCluster | undefined
let current = ''
const plans: TrialPlan[] = []
for (const { name, options } of SABOTAGES) {
  const plan = await planTrial(storeNamed('postgres'), { profile: 'PG-2', shape: 'leader-alone', seed: 5, workloads: ['register'], options: { ...OPTIONS, ...options } })
  plans.push({ ...plan, id: name, profile: { ...plan.profile, settle: SETTLE } })
}
const remembering: Provider = { name: 'sandbox', start: async (spec, onProgress) => (cluster = await sandbox.start(spec, onProgress)) }
const postgres = storeNamed('postgres')
/** A driver that goes astray: it walks to another node, so that clients of n3 really talk to n2, or dawdles there before it sends. */
const straying: Store<unknown> = {
  ...postgres,
  open(on, home, node, options) {
    if (home !== 'n3') return postgres.open(on, home, node, options)
    if (current === 'unpinned' && node === 'n3') return postgres.open(on, 'n2', 'n2', options)
    const client = postgres.open(on, home, node, options)
    if (current !== 'no-control') return client
    return { acquire: () => sleep(700).then(() => client.acquire()), identify: () => client.identify(), close: () => client.close() }
  },
}
await runStore({
  ...{ store: straying, provider: remembering, engine, toxiproxy, nodes: NODES, plans, folder, logs: 'postgres', prefix: '', renewable: false, stop: new AbortController().signal },
  emit: (event) => {
    if (process.connected) process.send!(event)
    if (event.type === 'trial' && event.state === 'started') current = event.trial
    if (event.type === 'phase') void SABOTAGES.find(({ name }) => name === event.trial)?.on?.[event.phase]?.(cluster!)
  },
}).catch((error: unknown) => console.error(error))
// Hung connections keep the loop alive for ever.
setTimeout(() => process.exit(0), 50)
