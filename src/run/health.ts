import type { Cluster, Store } from '../core/store.ts'
import type { TrialRecord } from '../core/trial.ts'
import { waitFor } from '../core/wait.ts'
import { type Clock, MS } from './clock.ts'

/** Milliseconds between two looks at a cluster that is not whole. */
const LOOK_EVERY_MS = 250

/** What the store says of the whole cluster: before the cut, and after the heal. */
export class Health {
  before: TrialRecord['healthyBefore'] = { ok: false, detail: 'not reached' }
  recovered: TrialRecord['recovered'] = { ok: false, afterMs: null, detail: 'not reached' }
  readonly #store: Store<unknown>
  readonly #cluster: Cluster
  readonly #clock: Clock

  constructor(store: Store<unknown>, cluster: Cluster, clock: Clock) {
    this.#store = store
    this.#cluster = cluster
    this.#clock = clock
  }

  /** @returns is it healthy, and so `before` says */
  async check(): Promise<boolean> {
    this.before = await this.#store.health(this.#cluster)
    return this.before.ok
  }

  /** @throws CapcheckError when it does not become healthy */
  async reach(timeoutMs: number): Promise<void> {
    await waitFor('a healthy cluster under load', async () => ((await this.check()) ? true : undefined), { timeoutMs, everyMs: LOOK_EVERY_MS })
  }

  /**
   * Waits until the cluster is whole again; `recovered` says whether that was so, and when. Never rejects.
   *
   * @param begun when the heal began, nanoseconds of the trial
   */
  async recover(begun: number, limitMs: number): Promise<void> {
    const whole = waitFor('the cluster to become whole', async () => ((await this.#checkRecovery(begun)) ? true : undefined), { timeoutMs: limitMs, everyMs: LOOK_EVERY_MS })
    await whole.catch(() => (this.recovered = { ok: false, afterMs: null, detail: `not whole ${limitMs / 1000} s after the heal: ${this.recovered.detail}` }))
  }

  /** Nodes that will not come back: nothing is waited for. */
  giveUp(detail: string): void {
    this.recovered = { ok: false, afterMs: null, detail }
  }

  async #checkRecovery(begun: number): Promise<boolean> {
    const { ok, detail } = await this.#store.health(this.#cluster)
    this.recovered = { ok, afterMs: ok ? Math.round((this.#clock.now() - begun) / MS) : null, detail }
    return ok
  }
}
