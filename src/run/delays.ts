import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { allLinks } from '../clusters/links.ts'
import type { DelayOptions, DelaysRecord, DelayVisit } from '../core/delays.ts'
import { messageOf } from '../core/errors.ts'
import type { Link, NodeId } from '../core/ids.ts'
import type { LeaderWatch } from '../core/store.ts'
import type { PinRecord } from '../core/trial.ts'
import { waitFor } from '../core/wait.ts'
import { writeWhole } from '../core/write-whole.ts'
import { HistoryRecorder } from '../history/recorder.ts'
import { Clients } from './clients.ts'
import { startClock } from './clock.ts'
import { Lane } from './lane.ts'
import { Observer } from './observer.ts'
import type { TrialPlan } from './plan.ts'
import { firstValues } from './prepare.ts'
import { slowClients } from './slow-clients.ts'
import { Stage } from './stage.ts'
import { laneInfo } from './trial-record.ts'
import type { TrialContext } from './trial.ts'

/** Folder inside the trial's folder. */
export const DELAYS_FOLDER = 'pacelc'
export const DELAYS_FILE = 'delays.json'

/**
 * Round trips of up to 80 ms: above the noise of a busy machine, and so far below every deadline and failure detection
 * (2 s, Cassandra's 0.6 s for contention) that an operation of five round trips hits none.
 */
export const DEFAULT_DELAYS: Omit<DelayOptions, 'deadlineMs'> = { delaysMs: [0, 10, 20, 40], warmUpMs: 2000, visitMs: 2500, everyMs: 50 }

/** Milliseconds for the connections to become quiet after a change, round trips not counted. */
const CALM_MS = 250

/** What the experiment needs beside its plan. */
export type DelaysContext = Omit<TrialContext, 'engine'>

/**
 * Measures how the latency of one configuration depends on the delay between its nodes, while nothing is cut: the "else"
 * of PACELC. The same few clients send the same kinds at every delay, on the way up and on the way down again, so that a
 * machine that becomes slower or faster meanwhile does not look like a slope.
 * Source: D. Abadi, Consistency Tradeoffs in Modern Distributed Database System Design, IEEE Computer 45(2), 2012.
 */
export class Delays {
  readonly #plan: TrialPlan
  readonly #context: DelaysContext
  readonly #options: DelayOptions
  readonly #stage: Stage
  readonly #observer: Observer
  readonly #clients: Clients
  readonly #lanes: readonly Lane[]
  readonly #leaders = new Map<NodeId, LeaderWatch>()
  readonly #visits: DelayVisit[] = []
  #pins: PinRecord[] = []
  #leader: NodeId | null = null
  #settings: DelaysRecord['serverSettings'] = {}
  #stopped: DelaysRecord['stopped']

  constructor(plan: TrialPlan, context: DelaysContext, options: Omit<DelayOptions, 'deadlineMs'> = DEFAULT_DELAYS) {
    const { store, cluster, folder } = context
    const { deadlineMs } = plan.options
    this.#plan = plan
    this.#context = context
    this.#options = { ...options, deadlineMs }
    this.#stage = new Stage(startClock(), { all: cluster.nodes }, () => undefined)
    this.#observer = new Observer(cluster, context.links, store, this.#stage)
    if (store.watchLeader !== null) for (const home of cluster.nodes) this.#leaders.set(home, store.watchLeader(cluster, home))
    this.#clients = new Clients(store, cluster, deadlineMs)
    this.#lanes = plan.lanes.map(({ workload, profile }) => {
      const recorder = new HistoryRecorder(join(folder, `${workload.name}.jsonl`))
      return new Lane({ ...{ store, workload, profile, recorder, deadlineMs }, ...{ clients: this.#clients, stage: this.#stage, leaders: this.#leaders, prefix: context.prefix } })
    })
  }

  /** Visits every delay. Whatever happens, links are as before, files closed, and the record is written. Never throws. */
  async run(): Promise<DelaysRecord> {
    const links = allLinks(this.#context.cluster.nodes)
    try {
      await this.#unlessStopped(this.#prepare())
      await this.#unlessStopped(this.#measure(links))
    } catch (error) {
      const interrupted = this.#context.stop.aborted
      this.#stopped = { reason: interrupted ? 'interrupted' : 'error', message: interrupted ? 'stopped by the user' : messageOf(error) }
    }
    await this.#context.links.heal(links).catch((error: unknown) => (this.#stopped ??= { reason: 'error', message: messageOf(error) }))
    await this.#observer.stop()
    for (const lane of this.#lanes) lane.close()
    await Promise.all([this.#clients.close(), ...[...this.#leaders.values()].map((watch) => watch.close())])
    return this.#write()
  }

  async #prepare(): Promise<void> {
    const { cluster, store } = this.#context
    const first = cluster.nodes[0]!
    for (const lane of this.#lanes) await lane.setup(first)
    await firstValues(this.#lanes, cluster.nodes)
    this.#settings = await store.readSettings(cluster)
    this.#pins = await this.#clients.provePins()
    await waitFor('a healthy cluster', async () => ((await store.health(cluster)).ok ? true : undefined), { timeoutMs: 30_000, everyMs: 250 })
    this.#leader = this.#leaders.get(first)?.leader() ?? null
    this.#observer.start()
    this.#stage.enter('before')
  }

  async #measure(links: readonly Link[]): Promise<void> {
    const { delaysMs, warmUpMs, visitMs, everyMs } = this.#options
    const { cluster, stop } = this.#context
    const clients = this.#lanes.flatMap((lane) => slowClients(lane, cluster.nodes, this.#plan.seed))
    const load = (ms: number) => Promise.all(clients.map((client) => client.run(ms, everyMs, stop)))
    await load(warmUpMs)
    for (const delayMs of [...delaysMs, ...delaysMs.toReversed()]) {
      if (stop.aborted) return
      this.#context.emit({ type: 'step', store: this.#context.store.id, text: `${this.#plan.profile.id} with ${delayMs} ms on every link between nodes` })
      await (delayMs === 0 ? this.#context.links.heal(links) : this.#context.links.slow(links, delayMs))
      await sleep(CALM_MS + 4 * delayMs)
      const from = this.#stage.clock.now()
      await Promise.all([load(visitMs), this.#observer.probeAll()])
      this.#visits.push({ delayMs, from, to: this.#stage.clock.now() })
      // After kill -9 the visits so far can still be judged.
      this.#write()
    }
  }

  #write(): DelaysRecord {
    const { plan, stage, observer } = { plan: this.#plan, stage: this.#stage, observer: this.#observer }
    const record: DelaysRecord = {
      schemaVersion: 1,
      store: this.#context.store.id,
      config: `${plan.profile.id} ${plan.profile.title}`,
      seed: plan.seed,
      nodes: this.#context.cluster.nodes,
      leader: this.#leader,
      options: this.#options,
      visits: this.#visits,
      probes: observer.probes,
      views: observer.views,
      pins: this.#pins,
      faults: stage.faults,
      lanes: plan.lanes.map((planned, index) => laneInfo(planned, this.#lanes[index]!)),
      serverSettings: this.#settings,
      ...(this.#stopped !== undefined && { stopped: this.#stopped }),
    }
    writeWhole(join(this.#context.folder, DELAYS_FILE), `${JSON.stringify(record, null, 1)}\n`)
    return record
  }

  /** Waits for `work` unless the user stops the run or a node dies. */
  #unlessStopped<T>(work: Promise<T>): Promise<T> {
    const { stop, cluster } = this.#context
    stop.throwIfAborted()
    const aborted = new Promise<never>((_resolve, reject) => stop.addEventListener('abort', () => reject(stop.reason as Error), { once: true }))
    aborted.catch(() => undefined)
    return Promise.race([work, aborted, cluster.died])
  }
}
