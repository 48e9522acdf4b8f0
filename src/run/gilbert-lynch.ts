import type { NodeId } from '../core/ids.ts'
import type { Lane } from './lane.ts'

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
  readonly #keys: readonly string[]
  readonly #groups: readonly (readonly NodeId[])[]
  readonly #homes: readonly NodeId[]
  #timer: NodeJS.Timeout | undefined
  #next = 0
  readonly #running = new Set<Promise<void>>()

  /** @param groups nodes that no message passes between; with one group only, nothing is ever sent */
  constructor(lane: Lane, groups: readonly (readonly NodeId[])[]) {
    this.#lane = lane
    this.#groups = groups
    this.#homes = groups.flat().toSorted()
    this.#keys = lane.parts.workload.facts.probeKeys as readonly string[]
  }

  /** Starts one probe every `everyMs` milliseconds, from each node in turn, until the keys are used up. */
  start(everyMs: number): void {
    if (this.#groups.length < 2) return
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
    const readers = this.#homes.filter((home) => !this.#groups.some((group) => group.includes(home) && group.includes(writer)))
    await Promise.all(readers.map((home) => this.#lane.perform(home, { f: 'read', key, value: null }, options)))
  }
}
