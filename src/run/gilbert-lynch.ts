import type { NodeId } from '../core/ids.ts'
import type { Lane } from './lane.ts'
import type { Stage } from './stage.ts'

/** Probe values live far above those of the load, so that a reader can tell them apart in a history. */
const FIRST_VALUE = 1_000_000_000

/**
 * Runs the schedule of Gilbert and Lynch's proof again and again: write a fresh value at X until it is
 * acknowledged or the deadline passes; only then read at every node of the other side. One client writes each key, so
 * two operations decide each probe: no acknowledgement, no answer, an older value, or (a leak) the new value.
 * Source: S. Gilbert, N. Lynch, ACM SIGACT News 33(2), 2002.
 */
export class GilbertLynchProbes {
  readonly #lane: Lane
  readonly #stage: Stage
  readonly #keys: readonly string[]
  readonly #homes: readonly NodeId[]
  #timer: NodeJS.Timeout | undefined
  #next = 0
  readonly #running = new Set<Promise<void>>()

  constructor(lane: Lane, stage: Stage, homes: readonly NodeId[]) {
    this.#lane = lane
    this.#stage = stage
    this.#homes = homes
    this.#keys = lane.parts.workload.facts.probeKeys as readonly string[]
  }

  /** Starts one probe every `everyMs` milliseconds, from each node in turn, until the keys are used up. */
  start(everyMs: number): void {
    this.#timer = setInterval(() => {
      if (this.#next >= this.#keys.length) return
      const probe = this.#probe(this.#next++)
      this.#running.add(probe)
      void probe.finally(() => this.#running.delete(probe))
    }, everyMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await Promise.all(this.#running)
  }

  async #probe(number: number): Promise<void> {
    const key = this.#keys[number]!
    const writer = this.#homes[number % this.#homes.length]!
    const options = { probe: number }
    const written = await this.#lane.perform(writer, { f: 'write', key, value: FIRST_VALUE + number }, options)
    if (written.type !== 'ok') return
    const side = this.#stage.sideOf(writer)
    const readers = this.#homes.filter((home) => this.#stage.sideOf(home) !== side)
    await Promise.all(readers.map((home) => this.#lane.perform(home, { f: 'read', key, value: null }, options)))
  }
}
