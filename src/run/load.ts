import pLimit, { type LimitFunction } from 'p-limit'
import type { NodeId } from '../core/ids.ts'
import type { Kind } from '../core/workload.ts'
import { random, type Random } from '../core/random.ts'
import type { Lane } from './lane.ts'

export interface LoadOptions {
  readonly seed: number
  readonly homes: readonly NodeId[]
  /** Operations per second of each home × kind; `Infinity`: as fast as `inFlight` closed-loop clients can. */
  readonly rate: number
  /** Operations of one home × kind that may be under way at one time. */
  readonly inFlight: number
}

/** How often due operations are looked for, in milliseconds. All that is due is sent, so a late tick loses none. */
const TICK_MS = 5

/** Clients of one home for one kind of one lane, with a seeded stream of operations of their own. */
interface Stream {
  readonly lane: Lane
  readonly home: NodeId
  readonly kind: Kind
  readonly random: Random
  readonly limit: LimitFunction
  /** First unique number and the step to the next: streams of a lane never share a number. */
  readonly offset: number
  readonly step: number
  count: number
  nextDue: number
}

/** Load on all lanes: an open loop at a fixed rate, so that a store that answers slowly is not asked less often. */
export class Load {
  readonly #streams: Stream[]
  readonly #options: LoadOptions
  #timer: NodeJS.Timeout | undefined
  #running = false

  constructor(lanes: readonly Lane[], options: LoadOptions) {
    this.#options = options
    this.#streams = lanes.flatMap((lane) => streamsOf(lane, options))
  }

  start(): void {
    this.#running = true
    const interval = 1000 / this.#options.rate
    const now = performance.now()
    // Spread over one interval, so that the streams do not all send in the same millisecond.
    this.#streams.forEach((stream, index) => (stream.nextDue = now + (interval * index) / this.#streams.length))
    if (interval === 0) this.#closedLoop()
    else this.#timer = setInterval(() => this.#sendDue(interval), TICK_MS)
  }

  /** Sends nothing more; what is under way ends by itself or by its deadline. */
  async stop(): Promise<void> {
    this.#running = false
    clearInterval(this.#timer)
    while (this.#streams.some((stream) => stream.limit.activeCount > 0)) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  #sendDue(interval: number): void {
    const now = performance.now()
    for (const stream of this.#streams) {
      for (; stream.nextDue <= now; stream.nextDue += interval) {
        if (stream.limit.activeCount + stream.limit.pendingCount >= this.#options.inFlight) stream.lane.unsent++
        else void stream.limit(() => sendNext(stream))
      }
    }
  }

  #closedLoop(): void {
    for (const stream of this.#streams) {
      for (let client = 0; client < this.#options.inFlight; client++) {
        void stream.limit(async () => {
          while (this.#running) await sendNext(stream)
        })
      }
    }
  }
}

function streamsOf(lane: Lane, { seed, homes, inFlight }: LoadOptions): Stream[] {
  const { kinds, name } = lane.parts.workload
  return homes.flatMap((home, h) =>
    kinds.map((kind, k) => ({
      lane,
      home,
      kind,
      random: random(seed).fork(`${name} ${home} ${kind.f}`),
      limit: pLimit(inFlight),
      offset: 1 + h * kinds.length + k,
      step: homes.length * kinds.length,
      count: 0,
      nextDue: 0,
    })),
  )
}

function sendNext(stream: Stream): Promise<unknown> {
  const { lane, home } = stream
  const unique = stream.offset + stream.step * stream.count++
  const op = stream.kind.next({ random: stream.random, unique, lastSeen: (key) => lane.lastSeen(home, key) })
  return lane.perform(home, op)
}
