import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningCluster } from '../clusters/provider.ts'

/** Waits that end early, by throwing, when the user stops the run or a node dies. */
export class Waiting {
  readonly #stop: AbortSignal
  readonly #died: RunningCluster['died']

  constructor(stop: AbortSignal, died: RunningCluster['died']) {
    this.#stop = stop
    this.#died = died
  }

  /** @param ms milliseconds */
  pause(ms: number): Promise<void> {
    return this.unlessStopped(sleep(ms, undefined, { signal: this.#stop }))
  }

  unlessStopped<T>(work: Promise<T>): Promise<T> {
    // A pause that begins after the stop has failed already when the next line throws, and nobody would wait for it.
    work.catch(() => undefined)
    this.#stop.throwIfAborted()
    const aborted = new Promise<never>((_resolve, reject) => this.#stop.addEventListener('abort', () => reject(this.#stop.reason as Error), { once: true }))
    aborted.catch(() => undefined)
    return Promise.race([work, aborted, this.#died])
  }
}
