import { NODES } from '../../core/ids.ts'
import { trialId } from '../../pipeline/job.ts'
import type { Selection } from '../../pipeline/select.ts'
import { beforeLength, steadyLength } from '../../run/plan.ts'

/** Rough, and only until a trial of the store has shown how long it takes here. Milliseconds. */
const BOOT_MS: { readonly [store: string]: number } = { postgres: 6000, mongodb: 15_000, cassandra: 60_000 }
const UNKNOWN_BOOT_MS = 30_000
/** Tables, first values, and the warm-up. */
const PREPARE_MS = 6000
/** The cluster becomes whole, and answers alike. */
const HEAL_MS = 10_000
/** Visits to all delays, up and down. */
const PACELC_MS = 35_000
/** Checks and report of one trial, after all clusters. */
const CHECK_MS = 1500

interface Item {
  readonly store: string
  readonly trial: string
  readonly plannedMs: number
  tookMs: number | null
}

/**
 * How long a run will still take: planned lengths, corrected by how much longer than planned finished trials took. The time
 * from one trial's end to the next one's is the next one's, booting included.
 */
export class TimeLeft {
  readonly #items: Item[] = []
  #current = 0
  #since: number

  /** @param now milliseconds of any clock, as in all other calls */
  constructor(selections: readonly Selection[], now: number) {
    this.#since = now
    this.more(selections)
  }

  /** Trials that follow those known so far. */
  more(selections: readonly Selection[]): void {
    this.#items.push(...selections.flatMap((selection) => selection.trials.map((trial, index) => ({ store: selection.store.id, trial: trialId(selection.store.id, trial), plannedMs: plannedMs(selection, index), tookMs: null }))))
  }

  /** Something happens on this store: trials of stores before it will not come any more. */
  at(store: string, now: number): void {
    const next = this.#items.findIndex((item, index) => index >= this.#current && item.store === store)
    if (next > this.#current) this.#goTo(next, now)
  }

  /** A trial has ended. */
  ended(trial: string, now: number): void {
    const index = this.#items.findIndex((item) => item.trial === trial)
    if (index < this.#current) return
    this.#items[index]!.tookMs = now - this.#since
    this.#goTo(index + 1, now)
  }

  /** Milliseconds. */
  left(now: number): number {
    const [current, ...later] = this.#items.slice(this.#current)
    const checks = this.#items.length * CHECK_MS
    if (current === undefined) return Math.max(0, checks - (now - this.#since))
    return Math.max(0, this.#expected(current) - (now - this.#since)) + later.reduce((sum, item) => sum + this.#expected(item), 0) + checks
  }

  #goTo(index: number, now: number): void {
    this.#current = index
    this.#since = now
  }

  #expected({ store, plannedMs: planned }: Item): number {
    const known = this.#items.filter((item) => item.store === store && item.tookMs !== null)
    if (known.length === 0) return planned
    return (planned * known.reduce((sum, { tookMs }) => sum + tookMs!, 0)) / known.reduce((sum, item) => sum + item.plannedMs, 0)
  }
}

function plannedMs({ store, trials }: Selection, index: number): number {
  const { profile: id, options, workloads, pacelc } = trials[index]!
  const profile = store.profiles.find((each) => each.id === id)!
  // A user's own workload runs as the configuration's register does.
  const lanes = workloads.map((name) => ({ profile: profile.lanes[name] ?? profile.lanes.register! }))
  const boot = index === 0 ? (BOOT_MS[store.id] ?? UNKNOWN_BOOT_MS) : 0
  return boot + PREPARE_MS + (pacelc === true ? PACELC_MS : 0) + beforeLength({ options, lanes }, NODES.length - 1) + profile.settle.ms + steadyLength({ options, profile, lanes }) + HEAL_MS
}

/** `about 2:05 left`, `about 20 s left`; nothing when it cannot be long. */
export function timeLeftText(ms: number): string {
  const seconds = 5 * Math.ceil(ms / 5000)
  if (seconds === 0) return ''
  return `about ${seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`} left`
}
