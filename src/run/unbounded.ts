import type { NodeId } from '../core/ids.ts'
import type { Lane } from './lane.ts'
import type { Stage } from './stage.ts'

/** Far above the values of the load and of the Gilbert-Lynch probes. */
const FIRST_VALUE = 2_000_000_000

/**
 * One write per side without a deadline, sent when steady begins. A deadline alone cannot tell "late" from "never":
 * an answer that comes only after the heal shows that nobody would have got one during the partition.
 * Source: CAP definition 4.1; M. Kleppmann, arXiv 1509.05393, on deadlines and availability.
 */
export class UnboundedProbes {
  readonly #lane: Lane
  readonly #sides: Stage['sides']
  readonly #keys: readonly string[]
  #running: readonly Promise<unknown>[] = []

  constructor(lane: Lane, stage: Stage) {
    this.#lane = lane
    this.#sides = stage.sides
    this.#keys = lane.parts.workload.facts['unboundedKeys'] as readonly string[]
  }

  start(): void {
    this.#running = Object.values(this.#sides).map((nodes, number) => this.#send(nodes[0]!, number))
  }

  /** Gives up what still has no answer, at the end of the trial. */
  async stop(): Promise<void> {
    this.#lane.giveUp()
    await Promise.all(this.#running)
  }

  #send(home: NodeId, number: number): Promise<unknown> {
    return this.#lane.perform(home, { f: 'write', key: this.#keys[number]!, value: FIRST_VALUE + number }, { deadlineMs: Infinity })
  }
}
