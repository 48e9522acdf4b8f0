import { BestConfigurations, type Configuration } from './configurations.ts'
import type { SearchState } from './depth-first.ts'
import { inOrderOfTime, mostPending } from './events-in-time.ts'
import { Memo } from './memo.ts'
import type { Part } from './part.ts'
import { Places } from './places.ts'
import { UnknownEffects } from './unknown-effects.ts'
import { Usage } from './usage.ts'

/**
 * Breadth-first search in order of time (just-in-time linearization: Lowe, CCPE 2017; Knossos). It keeps all
 * configurations, and only a return makes it move: the returning operation must have taken effect by now. So it finds the
 * *earliest* return that cannot be explained, and is not led astray by unknown outcomes when there is no explanation;
 * its price grows with the number of pending operations. Of two configurations that differ only in the unknown
 * effects used, the one that used fewer stays.
 */
export class Frontier {
  steps = 0
  /** Returns explained so far. */
  explained = 0
  /** The operation whose return could not be explained, after `invalid`. */
  impossible = -1
  private readonly part: Part
  private readonly unknown: UnknownEffects
  private readonly usage: Usage
  private readonly maxBytes: number
  private readonly events: Int32Array
  private at = 0
  private readonly places: Places
  /** Pending known operations, in order of return where it matters: see `step`. */
  private readonly pending: number[] = []
  private configurations: Configuration[]
  private readonly parents: number[] = [-1]
  private readonly taken: number[] = [-1]
  private readonly seen = new Memo()
  private readonly name: Int32Array
  // The return at hand, while it is being explained.
  private stack: Configuration[] | null = null
  private readonly found: BestConfigurations

  constructor(part: Part, maxBytes: number) {
    this.part = part
    this.maxBytes = maxBytes
    this.unknown = new UnknownEffects(part)
    this.usage = new Usage(this.unknown.slots)
    this.found = new BestConfigurations(this.usage)
    this.events = inOrderOfTime(part)
    this.places = new Places(part.size, mostPending(this.events))
    this.name = new Int32Array(this.places.words + 3)
    this.configurations = [{ state: part.initial, bits: this.places.empty(), usage: 0, node: 0, mustUse: false }]
  }

  get bytes(): number {
    const kept = this.configurations.length + this.found.count + (this.stack?.length ?? 0)
    return this.seen.bytes + this.parents.length * 16 + kept * (96 + 4 * this.places.words) + this.usage.size * 4 * this.unknown.slots + this.part.bytes()
  }

  run(steps: number): SearchState {
    const limit = this.steps + steps
    while (this.at < this.events.length) {
      const event = this.events[this.at]!
      if (event >= 0) {
        this.invoke(event)
        this.at++
        continue
      }
      const op = -1 - event
      if (!this.explain(op, limit)) return this.bytes > this.maxBytes ? 'stopped' : 'paused'
      if (this.configurations.length === 0) {
        this.impossible = op
        return 'invalid'
      }
      this.explained++
      this.at++
      if (this.bytes > this.maxBytes) return 'stopped'
    }
    return 'valid'
  }

  /** A linearization, after `valid`; operations as numbers of the part. */
  order(): number[] {
    const order: number[] = []
    for (let node = this.configurations[0]!.node; node > 0; node = this.parents[node]!) order.push(this.taken[node]!)
    const used = new Int32Array(this.unknown.slots)
    return order.reverse().map((op) => (op >= 0 ? op : this.unknown.member(-1 - op, used[-1 - op]!++)))
  }

  private invoke(op: number): void {
    this.places.add(op)
    this.pending.push(op)
  }

  /** Moves all configurations past the return of `op`; false when steps or memory ran out first. */
  private explain(op: number, limit: number): boolean {
    if (this.stack === null) {
      this.seen.clear()
      this.stack = []
      for (const c of this.configurations) {
        if (this.places.has(c.bits, op)) this.keep(c, op)
        else this.stack.push(c)
      }
      this.pending.sort((a, b) => this.part.ret[a]! - this.part.ret[b]!)
    }
    for (let c = this.stack.pop(); c !== undefined; c = this.stack.pop()) {
      this.expand(c, op, this.stack)
      this.steps++
      if (this.steps >= limit || ((this.steps & 255) === 0 && this.bytes > this.maxBytes)) return this.stack.length === 0 && this.finish(op)
    }
    return this.finish(op)
  }

  private finish(op: number): boolean {
    this.stack = null
    this.configurations = this.found.takeAll()
    this.pending.splice(this.pending.indexOf(op), 1)
    this.places.remove(op)
    return true
  }

  /** Tries everything that may come next in `from`, until `goal` has taken effect. */
  private expand(from: Configuration, goal: number, stack: Configuration[]): void {
    const { part, pending, places } = this
    const c = this.takePure(from)
    if (!this.isNew(c)) return
    if (places.has(c.bits, goal)) return this.keep(c, goal)
    const waiting: number[] = []
    const tried: number[] = []
    for (const op of pending) {
      if (places.has(c.bits, op)) continue
      waiting.push(op)
      // Pending operations are in order of return: of those that do the same the first stands for all.
      if (part.pure[op] === 1 || tried.some((other) => part.same(other, op))) continue
      tried.push(op)
      const state = part.step(c.state, op)
      if (state < 0 || (c.mustUse && part.register!.need[op] !== c.state)) continue
      const next = { state, bits: places.with(c.bits, op), usage: c.usage, node: this.node(c.node, op), mustUse: false }
      if (op === goal) this.keep(next, goal)
      else stack.push(next)
    }
    this.expandUnknown(c, waiting, part.ret[goal]!, stack)
  }

  private expandUnknown(c: Configuration, waiting: readonly number[], time: number, stack: Configuration[]): void {
    const { unknown, part } = this
    if (unknown.slots === 0) return
    const slots: number[] = []
    unknown.used.set(this.usage.of(c.usage))
    unknown.candidates(c.state, waiting, waiting.length, time, slots)
    for (const slot of slots) {
      const op = unknown.sample[slot]!
      if (c.mustUse && part.register!.need[op] !== c.state) continue
      stack.push({
        state: part.step(c.state, op),
        bits: c.bits,
        usage: this.usage.add(c.usage, slot),
        node: this.node(c.node, -1 - slot),
        mustUse: part.register !== null,
      })
    }
  }

  /** Takes every pending operation that fits and never changes the state. */
  private takePure(c: Configuration): Configuration {
    const { part, places } = this
    let { bits, node } = c
    for (const op of this.pending) {
      if (part.pure[op] !== 1 || places.has(c.bits, op) || part.step(c.state, op) < 0) continue
      if (bits === c.bits) bits = c.bits.slice()
      places.put(bits, op)
      node = this.node(node, op)
    }
    return bits === c.bits ? c : { state: c.state, bits, usage: c.usage, node, mustUse: false }
  }

  /** Notes a configuration in which `goal` took effect, unless a better one is there. */
  private keep(c: Configuration, goal: number): void {
    this.found.add({ state: c.state, bits: this.places.without(c.bits, goal), usage: c.usage, node: c.node, mustUse: false })
  }

  private isNew(c: Configuration): boolean {
    const { name } = this
    name[0] = c.state
    name[1] = c.usage
    name[2] = c.mustUse ? 1 : 0
    name.set(c.bits, 3)
    return this.seen.add(name, name.length)
  }

  private node(parent: number, op: number): number {
    this.taken.push(op)
    return this.parents.push(parent) - 1
  }
}
