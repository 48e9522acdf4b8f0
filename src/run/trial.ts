import { join } from 'node:path'
import type { RunningCluster } from '../clusters/provider.ts'
import { messageOf } from '../core/errors.ts'
import { groupsOf } from '../core/fault.ts'
import type { NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import type { Phase } from '../core/phase.ts'
import type { Cluster, Engine, LeaderWatch, Store } from '../core/store.ts'
import type { PinRecord, TrialRecord } from '../core/trial.ts'
import type { Links } from '../faults/links.ts'
import { HistoryRecorder } from '../history/recorder.ts'
import { Clients } from './clients.ts'
import { MS, startClock } from './clock.ts'
import type { RunEvent } from './events.ts'
import { finalReads } from './final-reads.ts'
import { GilbertLynchProbes } from './gilbert-lynch.ts'
import { Health } from './health.ts'
import { Lane } from './lane.ts'
import { Load } from './load.ts'
import { Nemesis } from './nemesis.ts'
import { Observer } from './observer.ts'
import { beforeLength, steadyLength, type TrialPlan } from './plan.ts'
import { firstValues, warmUp } from './prepare.ts'
import { ScriptRunner } from './script.ts'
import { Pulse } from './pulse.ts'
import { Stage } from './stage.ts'
import { Telling } from './telling.ts'
import { trialRecord, writeTrialRecord } from './trial-record.ts'
import { UnboundedProbes } from './unbounded.ts'
import { Waiting } from './waiting.ts'

/** What a trial needs beside its plan. */
export interface TrialContext {
  readonly store: Store<unknown>
  readonly cluster: Cluster & Pick<RunningCluster, 'died' | 'control'>
  readonly links: Links
  readonly engine: Engine
  /** An existing empty folder. */
  readonly folder: string
  /** Tables and collections of this trial start with it, so that trials on one cluster share no data. */
  readonly prefix: string
  readonly emit: (event: RunEvent) => void
  /** Ctrl+C: stop, heal, keep everything. */
  readonly stop: AbortSignal
}

/** One cut of one configuration, from empty tables to final reads. */
export class Trial {
  readonly plan: TrialPlan
  readonly context: TrialContext
  readonly stage: Stage
  readonly observer: Observer
  readonly nemesis: Nemesis
  readonly health: Health
  readonly lanes: readonly Lane[]
  readonly leaders = new Map<NodeId, LeaderWatch>()
  pins: PinRecord[] = []
  convergedMs: number | null = null
  leader: NodeId | null = null
  settings: TrialRecord['serverSettings'] = {}
  stopped: TrialRecord['stopped']
  /** Length of the control, milliseconds. */
  readonly #beforeMs: number
  readonly #clients: Clients
  readonly #load: Load
  readonly #script: ScriptRunner
  readonly #pulse: Pulse
  readonly #telling: Telling
  readonly #waiting: Waiting
  #unbounded: UnboundedProbes | undefined

  constructor(plan: TrialPlan, context: TrialContext) {
    const { store, cluster } = context
    this.plan = plan
    this.context = context
    this.#telling = new Telling(context.emit, { store: store.id, trial: plan.id })
    this.#waiting = new Waiting(context.stop, cluster.died)
    this.stage = new Stage(startClock(), plan.shape.sides(cluster.nodes), (phase) => this.#announce(phase))
    this.observer = new Observer(cluster, context.links, store, this.stage)
    this.health = new Health(store, cluster, this.stage.clock)
    this.#pulse = new Pulse(this.stage.sides)
    const { stage, observer } = this
    this.#beforeMs = beforeLength(plan, Math.max(...Object.values(stage.sides).map(({ length }) => length)))
    this.nemesis = new Nemesis(plan.shape.fault(cluster.nodes), { cluster, links: context.links, stage, observer, note: (text, detail) => this.#fault(text, detail) })
    this.#script = new ScriptRunner(plan.script ?? [], { ...context, beforeMs: this.#beforeMs, note: (what, detail) => this.#fault(what, detail) })
    if (store.watchLeader !== null) for (const home of cluster.nodes) this.leaders.set(home, store.watchLeader(cluster, home))
    this.#clients = new Clients(store, cluster, plan.options.deadlineMs)
    this.lanes = plan.lanes.map(
      ({ workload, profile }) =>
        new Lane({
          ...{ store, workload, profile, clients: this.#clients, stage: this.stage, leaders: this.leaders, pulse: this.#pulse },
          prefix: context.prefix,
          recorder: new HistoryRecorder(join(context.folder, `${workload.name}.jsonl`)),
          deadlineMs: plan.options.deadlineMs,
        }),
    )
    this.#load = new Load(this.lanes, { seed: plan.seed, sides: Object.values(this.stage.sides), rate: plan.options.rate, inFlight: plan.options.inFlight })
  }

  /** Runs all phases. Whatever happens, links are healed, files closed, and `trial.json` is written. Never throws. */
  async run(): Promise<TrialRecord> {
    try {
      await this.#prepare()
      await this.#control()
      await this.#partition()
      await this.#heal()
    } catch (error) {
      const interrupted = this.context.stop.aborted
      this.stopped = { reason: interrupted ? 'interrupted' : 'error', message: interrupted ? 'stopped by the user' : messageOf(error) }
    }
    return this.#finish()
  }

  /** Tables, first values at all nodes, pins proved, a short warm-up. */
  async #prepare(): Promise<void> {
    const { cluster, store } = this.context
    const first = cluster.nodes[0]!
    for (const lane of this.lanes) await lane.setup(first)
    await firstValues(this.lanes, cluster.nodes)
    this.settings = await store.readSettings(cluster)
    this.pins = await this.#clients.provePins()
    this.observer.start()
    this.#load.start()
    await this.#waiting.unlessStopped(warmUp(this.lanes, this.stage))
    await this.#waiting.unlessStopped(this.health.reach(30_000))
    this.leader = this.leaders.get(first)?.leader() ?? null
  }

  async #control(): Promise<void> {
    this.stage.enter('before')
    await this.observer.probeAll()
    await this.#waiting.pause(this.#beforeMs)
    await this.health.check()
    this.leader = this.leaders.get(this.context.cluster.nodes[0]!)?.leader() ?? null
  }

  async #partition(): Promise<void> {
    const { cluster } = this.context
    const register = this.lanes.find((lane) => lane.parts.workload.name === 'register')!
    const probes = new GilbertLynchProbes(register, groupsOf(cluster.nodes, this.nemesis.fault))
    this.stage.enter('transition')
    const begun = await this.nemesis.begin()
    this.#telling.answers(this.#pulse, this.stage)
    const settled = begun + this.plan.profile.settle.ms * MS
    await this.observer.probeAll()
    probes.start(this.plan.options.probeEveryMs)
    await this.#waiting.pause(Math.max(0, (settled - this.stage.clock.now()) / MS))
    this.stage.enter('steady')
    // A short steady phase may have passed its first half before the observer's next round.
    void this.observer.probeAll()
    this.#unbounded = new UnboundedProbes(register, this.stage)
    this.#unbounded.start()
    await this.#waiting.pause(steadyLength(this.plan))
    await this.observer.probeAll()
    await probes.stop()
  }

  async #heal(): Promise<void> {
    const { cluster } = this.context
    const { healLimitMs, convergeLimitMs } = this.plan.options
    this.#telling.quiet()
    this.stage.enter('heal')
    const begun = this.stage.clock.now()
    await this.nemesis.end()
    await this.#script.quicken()
    const { away } = this.nemesis
    if (away.length > 0) this.health.giveUp(`${away.join(', ')} stays away: ${cluster.provider} cannot start a killed node again with its data`)
    else await this.#waiting.unlessStopped(this.health.recover(begun, healLimitMs))
    await this.#load.stop()
    this.stage.enter('after')
    await this.observer.probeAll()
    const converged = await this.#waiting.unlessStopped(finalReads(this.lanes, cluster.nodes.filter((node) => !away.includes(node)), convergeLimitMs))
    this.convergedMs = converged ? Math.round((this.stage.clock.now() - begun) / MS) : null
  }

  async #finish(): Promise<TrialRecord> {
    await this.#script.stop()
    this.#telling.quiet()
    await this.#load.stop()
    await this.nemesis.end().catch(() => undefined)
    await this.#unbounded?.stop()
    this.stage.phases.end = this.stage.clock.now()
    await this.observer.stop()
    for (const lane of this.lanes) lane.close()
    await Promise.all([this.#clients.close(), ...[...this.leaders.values()].map((watch) => watch.close())])
    const record = trialRecord(this)
    writeTrialRecord(this.context.folder, record)
    return record
  }

  #fault(text: string, detail: Json): void {
    this.stage.note(text, detail)
    this.#telling.fault(text)
  }

  #announce(phase: Phase): void {
    this.#script?.enter(phase)
    const planned: { [phase in Phase]?: number } = {
      before: this.#beforeMs,
      transition: this.plan.profile.settle.ms,
      steady: steadyLength(this.plan),
    }
    this.#telling.phase(phase, planned[phase] ?? null)
    // A record of what is known so far: after kill -9 the histories beside it can still be checked.
    if (this.lanes !== undefined) writeTrialRecord(this.context.folder, trialRecord(this))
  }
}
