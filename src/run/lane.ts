import type { NodeId } from '../core/ids.ts'
import type { Json } from '../core/json.ts'
import type { Completion, Effect, Op, OpError } from '../core/op.ts'
import type { ProfileLane } from '../core/profile.ts'
import type { LeaderWatch, Store } from '../core/store.ts'
import type { LaneSettings, StoreWorkload, Workload } from '../core/workload.ts'
import { messageOf } from '../core/errors.ts'
import type { HistoryRecorder } from '../history/recorder.ts'
import type { Clients } from './clients.ts'
import { MS } from './clock.ts'
import { Deadlines } from './deadlines.ts'
import type { Pulse } from './pulse.ts'
import type { Stage } from './stage.ts'

export interface LaneParts {
  readonly store: Store<unknown>
  readonly clients: Clients
  readonly workload: Workload
  readonly profile: ProfileLane
  readonly prefix: string
  readonly recorder: HistoryRecorder
  readonly stage: Stage
  readonly deadlineMs: number
  /** Leader watches per home, shared by all lanes; empty for stores without leaders. */
  readonly leaders: ReadonlyMap<NodeId, LeaderWatch>
  /** Is told how the load fares, for those who watch. */
  readonly pulse?: Pulse
}

export interface PerformOptions {
  readonly probe?: number
  /** Milliseconds; the lane's deadline when absent, `Infinity` for an operation that waits as long as it takes. */
  readonly deadlineMs?: number
}

/** One workload's share of a trial: its processes and its history. */
export class Lane {
  readonly parts: LaneParts
  readonly settings: LaneSettings
  unsent = 0
  /** When an operation last ended without an answer, or only after half its deadline; nanoseconds. */
  strainedAt = -Infinity
  readonly #store: StoreWorkload<unknown>
  readonly #effects: Map<string, Effect>
  readonly #freeProcesses: number[] = []
  readonly #seen = new Map<string, Json>()
  readonly #deadlines = new Deadlines()
  #nextProcess = 0

  constructor(parts: LaneParts) {
    this.parts = parts
    this.settings = { ...parts.profile.settings, ...parts.workload.facts, prefix: parts.prefix }
    this.#store = parts.workload.stores[parts.store.id] as unknown as StoreWorkload<unknown>
    this.#effects = new Map(parts.workload.kinds.map((kind) => [kind.f, kind.effect]))
  }

  /** Makes tables and first rows through the leader (or n1), without recording. */
  async setup(node: NodeId): Promise<void> {
    const lease = await this.parts.clients.get(node, node, 'write').acquire()
    try {
      await this.#store.setup(lease.session, this.settings)
    } finally {
      lease.release()
    }
  }

  /** What this home last saw at a key. */
  lastSeen(home: NodeId, key: string): Json {
    return this.#seen.get(`${home} ${key}`) ?? null
  }

  /** The node that gets an operation of kind `f` from a client that lives beside `home`. */
  route(home: NodeId, f: string): NodeId {
    const { route } = this.parts.profile
    if ((route[f] ?? route['*']) !== 'leader') return home
    return this.parts.leaders.get(home)?.leader() ?? home
  }

  /** Sends one operation and records its invocation and its end. Never throws. */
  async perform(home: NodeId, op: Op, options: PerformOptions = {}): Promise<Completion> {
    const { recorder, stage } = this.parts
    const node = this.route(home, op.f)
    const process = this.#freeProcesses.pop() ?? this.#nextProcess++
    const side = stage.sideOf(home)
    const { f, key } = op
    const { probe, deadlineMs = this.parts.deadlineMs } = options
    const unbounded = deadlineMs === Infinity ? true : undefined
    const called = stage.clock.now()
    recorder.record({ process, type: 'invoke', f, key, value: op.value, time: called, home, node, side, phase: stage.phase, probe, unbounded })
    const completion = await this.#attempt(home, node, op, deadlineMs)
    const ended = stage.clock.now()
    if (completion.type === 'info' || ended - called > (deadlineMs * MS) / 2) this.strainedAt = ended
    const { type, value = null, error, note } = completion as { type: Completion['type']; value?: Json; error?: OpError; note?: string }
    recorder.record({ process, type, f, key, value, time: ended, home, node, side, phase: stage.phase, probe, unbounded, error, note })
    if (probe === undefined && unbounded === undefined) this.parts.pulse?.note(side, this.effect(f), completion)
    // After `info` the process is still busy as far as anyone can know, so its number is never used again.
    if (completion.type !== 'info') this.#freeProcesses.push(process)
    if (completion.type === 'ok' && op.key !== undefined) this.#remember(home, op, completion.value)
    return completion
  }

  /** Stops waiting for answers, those without a deadline included. */
  giveUp(): void {
    this.#deadlines.expire()
  }

  close(): void {
    this.#deadlines.close()
    this.parts.recorder.close()
  }

  #remember(home: NodeId, op: Op, value: Json): void {
    this.#seen.set(`${home} ${op.key}`, op.f === 'cas' ? (op.value as readonly Json[])[1]! : value)
  }

  #attempt(home: NodeId, node: NodeId, op: Op, deadlineMs: number): Promise<Completion> {
    return new Promise((resolve) => {
      const missed =
        deadlineMs === Infinity
          ? { code: 'no-answer', message: 'no answer until the end of the trial' }
          : { code: 'deadline', message: `no answer within ${deadlineMs} ms` }
      const forget = this.#deadlines.after(deadlineMs, () => resolve(this.#unanswered(op, missed)))
      const end = (completion: Completion): void => {
        forget()
        resolve(completion)
      }
      void this.#send(home, node, op).then(end, (error: unknown) => end(this.#failed(op, error)))
    })
  }

  async #send(home: NodeId, node: NodeId, op: Op): Promise<Completion> {
    const lease = await this.parts.clients.get(home, node, this.effect(op.f) === 'read' ? 'read' : 'write').acquire()
    try {
      const completion = await this.#store.run(lease.session, op, this.settings)
      const warning = lease.warning?.()
      return completion.type === 'ok' && warning !== undefined ? { ...completion, note: warning } : completion
    } finally {
      lease.release()
    }
  }

  #failed(op: Op, error: unknown): Completion {
    const { type, code } = this.parts.store.classify(error, this.effect(op.f))
    const detail = { code, message: messageOf(error) }
    return type === 'fail' ? { type, error: detail } : this.#unanswered(op, detail)
  }

  /** A read that brought nothing has done nothing; everything else may have happened, or may yet. */
  #unanswered(op: Op, error: OpError): Completion {
    return { type: this.effect(op.f) === 'read' ? 'fail' : 'info', error }
  }

  effect(f: string): Effect {
    return this.#effects.get(f) ?? 'read'
  }
}
