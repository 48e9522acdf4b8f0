import { answered } from '../core/answered.ts'
import type { NodeId } from '../core/ids.ts'
import type { Completion, Effect } from '../core/op.ts'
import type { Side } from '../core/phase.ts'

/** Requests that ended, and how many of them the store answered. */
export interface Answers {
  readonly ended: number
  readonly answered: number
}

/** What the clients of one side heard since somebody looked last. */
export interface SideAnswers {
  readonly side: Side
  readonly nodes: readonly NodeId[]
  readonly reads: Answers
  /** Writes and transactions. */
  readonly changes: Answers
}

const NONE: Answers = { ended: 0, answered: 0 }

/** Availability as it goes on, for whoever watches a trial. Verdicts are judged from the history, not from this. */
export class Pulse {
  readonly #sides: { readonly [side: Side]: readonly NodeId[] }
  #counts = new Map<string, Answers>()

  constructor(sides: { readonly [side: Side]: readonly NodeId[] }) {
    this.#sides = sides
  }

  note(side: Side, effect: Effect, completion: Completion): void {
    const name = nameOf(side, effect === 'read')
    const { ended, answered: before } = this.#counts.get(name) ?? NONE
    this.#counts.set(name, { ended: ended + 1, answered: before + (answered(completion) ? 1 : 0) })
  }

  /** The counts since the last call. */
  take(): SideAnswers[] {
    const counts = this.#counts
    this.#counts = new Map()
    return Object.entries(this.#sides).map(([side, nodes]) => ({
      ...{ side, nodes },
      reads: counts.get(nameOf(side, true)) ?? NONE,
      changes: counts.get(nameOf(side, false)) ?? NONE,
    }))
  }
}

function nameOf(side: Side, read: boolean): string {
  return `${read ? 'read' : 'change'} ${side}`
}
