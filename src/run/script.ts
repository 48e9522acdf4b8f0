import { messageOf } from '../core/errors.ts'
import type { Json } from '../core/json.ts'
import type { Link, NodeId } from '../core/ids.ts'
import type { Phase } from '../core/phase.ts'
import { type Script, type ScriptStep, SLOW_LINKS } from '../core/script.ts'
import type { ActionResult, Cluster, Store } from '../core/store.ts'
import { within } from '../core/within.ts'
import type { Links } from '../faults/links.ts'

/** Milliseconds that one step may take. What it waits for may be what the cut took away. */
const STEP_MS = 10_000

export interface ScriptContext {
  readonly store: Pick<Store<unknown>, 'actions'>
  readonly cluster: Cluster
  readonly links: Pick<Links, 'slow' | 'heal'>
  /** Notes what happened to the cluster. */
  readonly note: (what: string, detail: Json) => void
  /** Length of the control, milliseconds: steps before the cut are timed from its beginning. */
  readonly beforeMs: number
}

/**
 * Carries out a trial's script. Every step is noted among the trial's faults with its result, those that failed too: who
 * judges the trial must see whether what it is about has happened at all.
 */
export class ScriptRunner {
  readonly #script: Script
  readonly #context: ScriptContext
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #slow: Link[] = []
  #running: Promise<void> = Promise.resolve()

  constructor(script: Script, context: ScriptContext) {
    this.#script = script
    this.#context = context
  }

  /** Sets the clocks of the steps that count from this phase; those before the cut count from the control. */
  enter(phase: Phase): void {
    for (const step of this.#script) {
      const { at, ms = 0 } = step
      if (at === phase && ms >= 0) this.#after(ms, ms, step)
      if (phase === 'before' && at === 'transition' && ms < 0) this.#after(Math.max(0, this.#context.beforeMs + ms), ms, step)
    }
  }

  /** Begins no further step and waits for the one under way. Links are as fast as ever afterwards. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
    await this.#running
    await this.quicken()
  }

  /** Makes links as fast as ever. Not while the cut is being healed: two who clear one link hinder each other. */
  async quicken(): Promise<void> {
    if (this.#slow.length > 0) await this.#context.links.heal(this.#slow.splice(0)).catch(() => undefined)
  }

  /**
   * Performs a step in `wait` milliseconds, and again as often as it wants to be repeated.
   *
   * @param due milliseconds between the beginning of the step's phase and that moment
   */
  #after(wait: number, due: number, step: ScriptStep): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.#running = this.#running.then(() => this.#perform(step))
      const { everyMs = 0, untilMs = -Infinity } = step.repeat ?? {}
      if (due + everyMs <= untilMs) this.#after(everyMs, due + everyMs, step)
    }, wait)
    this.#timers.add(timer)
  }

  async #perform(step: ScriptStep): Promise<void> {
    const { note } = this.#context
    try {
      const result = await within(STEP_MS, step.run, this.#act(step))
      if (result !== null) note(result.what, { step: step.run, ok: true, ...result.detail })
    } catch (error) {
      note(`${step.run} failed: ${messageOf(error)}`, { step: step.run, ok: false })
    }
  }

  async #act({ run, with: input = {} }: ScriptStep): Promise<ActionResult> {
    const { store, cluster, links } = this.#context
    if (run !== SLOW_LINKS) {
      const action = store.actions[run]
      if (action === undefined) throw new Error(`the store has no action of that name; it has ${Object.keys(store.actions).join(', ') || 'none'}`)
      return action(cluster, input)
    }
    const names = input.links as readonly string[]
    this.#slow.push(...names.map(linkOf))
    await links.slow(names.map(linkOf), input.ms as number)
    return { what: `slowed ${names.join(', ')} by ${input.ms as number} ms`, detail: { links: names, ms: input.ms as number } }
  }
}

/** The link of a name, `n1->n2`. */
function linkOf(name: string): Link {
  const [from, to] = name.split('->') as [NodeId, NodeId]
  return { from, to }
}
