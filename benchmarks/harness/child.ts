/** Inside the sandbox: one PostgreSQL cluster, then rounds of both loops in turns. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'
import { sandbox } from '../../src/clusters/sandbox/sandbox.ts'
import type { RunningCluster } from '../../src/clusters/provider.ts'
import { nodeId } from '../../src/core/ids.ts'
import type { Engine } from '../../src/core/store.ts'
import { pairEvents } from '../../src/history/pairing.ts'
import { readHistory } from '../../src/history/reader.ts'
import { HistoryRecorder } from '../../src/history/recorder.ts'
import { Clients } from '../../src/run/clients.ts'
import { MS, startClock } from '../../src/run/clock.ts'
import { Lane } from '../../src/run/lane.ts'
import { Load } from '../../src/run/load.ts'
import { Stage } from '../../src/run/stage.ts'
import { connect, destroy } from '../../src/stores/postgres/client.ts'
import { postgres } from '../../src/stores/postgres/store.ts'
import { register } from '../../workloads/register/workload.ts'

export interface Round {
  readonly clients: number
  /** Operations per second. */
  readonly bare: number
  readonly harness: number
}

interface Job {
  readonly engine: Engine
  readonly toxiproxy: Engine
  readonly folder: string
  readonly concurrency: readonly number[]
  readonly rounds: number
  readonly roundMs: number
}

const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Job
const profile = postgres.profiles.find(({ id }) => id === 'PG-2')!
const nodes = [nodeId(1), nodeId(2), nodeId(3)]
const cluster = await sandbox.start(
  {
    ...{ name: 'postgres', nodes, linkPort: postgres.linkPort, clientPort: postgres.clientPort, engine: job.engine, toxiproxy: job.toxiproxy },
    ...{ serverSettings: profile.serverSettings, logDir: join(job.folder, 'nodes'), prepareNode: (context) => postgres.prepareNode(context), describeContainer: postgres.container.describe },
  },
  () => undefined,
)
await postgres.boot(cluster, profile)
const keys = register.facts.keys as readonly string[]
/** Milliseconds at the beginning of each loop that are not counted: connections are made, statements prepared. */
const LEAD_MS = 300
let files = 0

for (const clients of job.concurrency) {
  // The first round of each warms server, driver and compiler, and is thrown away. They take turns at being first.
  for (let round = 0; round <= job.rounds; round++) {
    const early = round % 2 === 0 ? await bareLoop(cluster, clients) : null
    const harness = await harnessLoop(cluster, clients)
    const bare = early ?? (await bareLoop(cluster, clients))
    if (round > 0) process.send!({ clients, bare, harness } satisfies Round)
  }
}
await cluster.stop()
process.exit(0)

async function bareLoop(on: RunningCluster, clients: number): Promise<number> {
  const connections = await Promise.all(Array.from({ length: clients }, () => connect(on.direct(nodes[0]!), 5000)))
  if (files === 0) await createTable(connections[0]!)
  let sent = 0
  let counted = 0
  const from = performance.now() + LEAD_MS
  const end = from + job.roundMs
  await Promise.all(
    connections.map(async (connection) => {
      for (let now = performance.now(); now < end; now = performance.now()) {
        const key = keys[sent++ % keys.length]
        await connection.query({ name: 'bare-read', text: 'select v, pg_is_in_recovery() as standby from bench_register where k = $1', values: [key] })
        if (now >= from) counted++
      }
    }),
  )
  connections.forEach(destroy)
  return counted / (job.roundMs / 1000)
}

async function createTable(connection: Client): Promise<void> {
  await connection.query('create table bench_register (k text primary key, v bigint not null)')
  await connection.query('insert into bench_register select unnest($1::text[]), 0', [keys])
}

/** The path that a trial takes: seeded operations, routing, both history events on disk, deadline. */
async function harnessLoop(on: RunningCluster, clients: number): Promise<number> {
  const stage = new Stage(startClock(), { majority: nodes }, () => undefined)
  const recorder = new HistoryRecorder(join(job.folder, `register-${files++}.jsonl`))
  const pools = new Clients(postgres as never, on, 5000)
  const workload = { ...register, kinds: register.kinds.filter(({ f }) => f === 'read') }
  const lane = new Lane({ ...{ store: postgres as never, workload, profile: profile.lanes.register!, prefix: 'bench' }, ...{ recorder, stage, deadlineMs: 5000, clients: pools, leaders: new Map() } })
  const load = new Load([lane], { seed: files, sides: [[nodes[0]!]], rate: Infinity, inFlight: clients })
  load.start()
  const from = stage.clock.now() + LEAD_MS * MS
  const end = from + job.roundMs * MS
  await new Promise((resolve) => setTimeout(resolve, LEAD_MS + job.roundMs))
  await load.stop()
  lane.close()
  await pools.close()
  const { events } = await readHistory(recorder.path)
  const counted = pairEvents(events).filter(({ type, call }) => type === 'ok' && call >= from && call < end)
  return counted.length / (job.roundMs / 1000)
}
