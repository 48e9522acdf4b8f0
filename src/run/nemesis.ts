import { setTimeout as sleep } from 'node:timers/promises'
import { allLinks } from '../clusters/links.ts'
import type { RunningCluster } from '../clusters/provider.ts'
import { environmentError } from '../core/errors.ts'
import type { Fault, NodeFault } from '../core/fault.ts'
import type { NodeId } from '../core/ids.ts'
import type { Cluster } from '../core/store.ts'
import { describeDisturbance, disturb } from '../faults/disturb.ts'
import { changing, expectations } from '../faults/expect.ts'
import type { Links } from '../faults/links.ts'
import type { Observer } from './observer.ts'
import type { Stage } from './stage.ts'

/** What a nemesis acts on. `note` tells what was done, with its first and last nanosecond. */
export interface NemesisParts {
  readonly cluster: Cluster & Pick<RunningCluster, 'control'>
  readonly links: Links
  readonly observer: Observer
  readonly stage: Stage
  readonly note: (text: string, detail: { [name: string]: number }) => void
}

/** Carries out the fault of a trial, tells the observer what links must look like meanwhile, and undoes it. */
export class Nemesis {
  readonly fault: Fault
  /** Nodes that were killed and cannot be started again. */
  readonly away: NodeId[] = []
  readonly #parts: NemesisParts
  #active = false
  #flapping: { readonly stop: AbortController; readonly done: Promise<void> } | null = null

  constructor(fault: Fault, parts: NemesisParts) {
    this.fault = fault
    this.#parts = parts
  }

  /**
   * Begins the fault. Links go on flapping until `end`.
   *
   * @returns nanosecond at which the first thing was done
   */
  async begin(): Promise<number> {
    const { links, nodes } = this.fault
    const { cluster } = this.#parts
    if (nodes.length > 0 && cluster.control === undefined) throw environmentError(`nodes cannot be stopped where they live now (${cluster.provider})`, 'Choose another shape, or --on sandbox.')
    this.#active = true
    const begun = this.#parts.stage.clock.now()
    await this.#change(true, async () => {
      await Promise.all([disturb(this.#parts.links, links), ...nodes.map((each) => this.#stop(each))])
    })
    const what = [...(links.length === 0 ? [] : [describeDisturbance(links)]), ...nodes.map(({ node, does }) => `${does === 'kill' ? 'killed' : 'paused'} ${node}`)]
    this.#note(what.join(', '), begun)
    const turns = links.find(({ flapping }) => flapping !== undefined)?.flapping
    if (turns !== undefined) {
      const stop = new AbortController()
      const done = this.#flap(turns, stop.signal)
      // A failure is thrown by `end`.
      done.catch(() => undefined)
      this.#flapping = { stop, done }
    }
    return begun
  }

  /** Undoes the fault. Does nothing when there is none, so that it can be called again. */
  async end(): Promise<void> {
    if (!this.#active) return
    const flapping = this.#flapping
    this.#flapping = null
    flapping?.stop.abort()
    const flapped = await flapping?.done.then(() => null, (error: unknown) => ({ error }))
    const { links, nodes } = this.fault
    const begun = this.#parts.stage.clock.now()
    this.#parts.observer.expect(changing(this.#expected(true)))
    await Promise.all([this.#parts.links.heal(links.map(({ link }) => link)), ...nodes.map((each) => this.#goOn(each))])
    this.#active = false
    this.#parts.observer.expect(new Map())
    if (links.length > 0) this.#note(`healed ${links.length} links`, begun)
    for (const { node, does } of nodes) this.#note(this.away.includes(node) ? `${node} stays away` : `${node} ${does === 'kill' ? 'was started again' : 'goes on'}`, begun)
    if (flapped !== null && flapped !== undefined) throw flapped.error
  }

  async #flap({ onMs, offMs }: { readonly onMs: number; readonly offMs: number }, signal: AbortSignal): Promise<void> {
    const { links, observer } = this.#parts
    const faults = this.fault.links.filter(({ flapping }) => flapping !== undefined)
    const these = faults.map(({ link }) => link)
    for (let on = false; !signal.aborted; on = !on) {
      await sleep(on ? offMs : onMs, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return
      const begun = this.#parts.stage.clock.now()
      await this.#change(on, () => (on ? disturb(links, faults) : links.heal(these)))
      this.#note(on ? describeDisturbance(faults) : `opened ${these.length} links`, begun)
      // Both states must be seen, and the observer's own rounds may miss one of them.
      void observer.probeAll(these)
    }
  }

  /** Nothing is expected of links while something is done to them. */
  async #change(on: boolean, act: () => Promise<void>): Promise<void> {
    this.#parts.observer.expect(changing(this.#expected(true)))
    await act()
    this.#parts.observer.expect(this.#expected(on))
  }

  #expected(on: boolean) {
    return expectations(this.fault, allLinks(this.#parts.cluster.nodes), on)
  }

  async #stop({ node, does }: NodeFault): Promise<void> {
    const control = this.#parts.cluster.control!
    await (does === 'kill' ? control.kill(node) : control.pause(node))
  }

  async #goOn({ node, does }: NodeFault): Promise<void> {
    const control = this.#parts.cluster.control!
    if (does === 'pause') return control.resume(node)
    if (control.restart === null) this.away.push(node)
    else await control.restart(node)
  }

  #note(text: string, begun: number): void {
    this.#parts.note(text, { firstNs: begun, lastNs: this.#parts.stage.clock.now() })
  }
}
