import type { Phase } from '../core/phase.ts'
import type { RunEvent } from './events.ts'
import type { Pulse } from './pulse.ts'
import type { Stage } from './stage.ts'

/** How often those who watch are told what is answered during the cut, in milliseconds. */
const TELL_EVERY_MS = 1000

/** Tells those who watch a trial what goes on in it. Nothing is judged by this. */
export class Telling {
  readonly #emit: (event: RunEvent) => void
  readonly #trial: { readonly store: string; readonly trial: string }
  #timer: NodeJS.Timeout | undefined

  /** @param trial the trial and its store, by id */
  constructor(emit: (event: RunEvent) => void, trial: { readonly store: string; readonly trial: string }) {
    this.#emit = emit
    this.#trial = trial
  }

  /** @param plannedMs how long it will take; null when nobody knows */
  phase(phase: Phase, plannedMs: number | null): void {
    this.#emit({ type: 'phase', ...this.#trial, phase, plannedMs })
  }

  /** Something was done to the cluster. */
  fault(text: string): void {
    this.#emit({ type: 'fault', ...this.#trial, text })
  }

  /** From now on, what was answered in every second. */
  answers(pulse: Pulse, stage: Stage): void {
    pulse.take()
    this.#timer = setInterval(() => this.#emit({ type: 'availability', ...this.#trial, phase: stage.phase, sides: pulse.take() }), TELL_EVERY_MS)
  }

  /** No more answers. */
  quiet(): void {
    clearInterval(this.#timer)
  }
}
