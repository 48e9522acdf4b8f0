import type { NodeId } from '../core/ids.ts'
import type { Phase, Side } from '../core/phase.ts'
import type { FaultRecord } from '../core/trial.ts'
import type { Clock } from './clock.ts'

/** What all parts of a running trial share: the clock, the current phase, and who is on which side. */
export class Stage {
  readonly clock: Clock
  readonly sides: { readonly [side: Side]: readonly NodeId[] }
  readonly phases: { [phase in Phase | 'end']?: number } = {}
  readonly faults: FaultRecord[] = []
  readonly #sideOf = new Map<NodeId, Side>()
  readonly #onPhase: (phase: Phase) => void
  #phase: Phase = 'setup'

  constructor(clock: Clock, sides: { readonly [side: Side]: readonly NodeId[] }, onPhase: (phase: Phase) => void) {
    this.clock = clock
    this.sides = sides
    this.#onPhase = onPhase
    for (const [side, nodes] of Object.entries(sides)) for (const node of nodes) this.#sideOf.set(node, side)
    this.enter('setup')
  }

  get phase(): Phase {
    return this.#phase
  }

  /** Begins a phase; the one before ends at the same instant. */
  enter(phase: Phase): void {
    this.#phase = phase
    this.phases[phase] = this.clock.now()
    this.#onPhase(phase)
  }

  sideOf(node: NodeId): Side {
    return this.#sideOf.get(node)!
  }

  /** Notes something that happened to the cluster. */
  note(what: string, detail: FaultRecord['detail'] = null): void {
    this.faults.push({ time: this.clock.now(), phase: this.#phase, what, detail })
  }
}
