/** How often due deadlines are looked for, in milliseconds: the precision of a deadline. */
const TICK_MS = 10

/**
 * Many deadlines on one timer. A timer object per operation would be the dearest part of a fast operation.
 */
export class Deadlines {
  readonly #open = new Set<{ readonly at: number; readonly act: () => void }>()
  #timer: NodeJS.Timeout | undefined

  /** Calls `act` once `ms` milliseconds have passed; with `Infinity` only at `expire`. Returns the function that forgets it. */
  after(ms: number, act: () => void): () => void {
    const entry = { at: performance.now() + ms, act }
    this.#open.add(entry)
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS)
    return () => this.#open.delete(entry)
  }

  /** Ends all waits now, those that have no limit too. */
  expire(): void {
    for (const entry of this.#open) {
      this.#open.delete(entry)
      entry.act()
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#open.clear()
  }

  #tick(): void {
    const now = performance.now()
    // A set keeps the order of insertion, but unequal limits mix, so all are looked at; there are at most hundreds.
    for (const entry of this.#open) {
      if (entry.at > now) continue
      this.#open.delete(entry)
      entry.act()
    }
  }
}
