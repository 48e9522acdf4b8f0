import pLimit, { type LimitFunction } from 'p-limit'
import type { NodeId } from '../core/ids.ts'
import type { Kind } from '../core/workload.ts'
import { random, type Random } from '../core/random.ts'
import type { Lane } from './lane.ts'
import { kindsOf, rateOf } from './plan.ts'

export interface LoadOptions {
  readonly seed: number
  /** Homes by side: attempts are counted per side × kind, so the homes of one side share its rate. */
  readonly sides: readonly (readonly NodeId[])[]
  /** Operations per second of each side × kind; `Infinity`: as fast as `inFlight` closed-loop clients can. */
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
  /** Milliseconds from one operation to the next. */
  readonly interval: number
  /** Milliseconds from the start to its first operation. */
  readonly phase: number
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
    const now = performance.now()
    for (const stream of this.#streams) stream.nextDue = now + stream.phase
    if (this.#options.rate === Infinity) this.#closedLoop()
    else this.#timer = setInterval(() => this.#sendDue(), TICK_MS)
  }

  /** Sends nothing more; what is under way ends by itself or by its deadline. */
  async stop(): Promise<void> {
    this.#running = false
    clearInterval(this.#timer)
    while (this.#streams.some((stream) => stream.limit.activeCount > 0)) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  #sendDue(): void {
    const now = performance.now()
    for (const stream of this.#streams) {
      for (; stream.nextDue <= now; stream.nextDue += stream.interval) {
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

function streamsOf(lane: Lane, { seed, sides, rate, inFlight }: LoadOptions): Stream[] {
  const { name } = lane.parts.workload
  const kinds = kindsOf(lane.parts)
  const homes = sides.flat().toSorted()
  const turn = 1000 / rateOf(lane.parts.profile, rate)
  return homes.flatMap((home, h) => {
    const side = sides.find((nodes) => nodes.includes(home))!
    return kinds.map((kind, k) => ({
      lane,
      home,
      kind,
      random: random(seed).fork(`${name} ${home} ${kind.f}`),
      limit: pLimit(inFlight),
      offset: 1 + h * kinds.length + k,
      step: homes.length * kinds.length,
      interval: turn * side.length,
      // One home after the other within a turn, and each kind in its place: not all in the same millisecond, and homes
      // as far apart as they can be, since conditional writes of one object that overlap hinder each other.
      phase: turn * (side.indexOf(home) + (h + k / kinds.length) / homes.length),
      count: 0,
      nextDue: 0,
    }))
  })
}

function sendNext(stream: Stream): Promise<unknown> {
  const { lane, home } = stream
  const unique = stream.offset + stream.step * stream.count++
  const op = stream.kind.next({ random: stream.random, unique, home, lastSeen: (key) => lane.lastSeen(home, key) })
  return lane.perform(home, op)
}
