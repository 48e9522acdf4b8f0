import type { Part } from './part.ts'
import { CAS, NOT, WRITE } from './columns.ts'

/**
 * The operations of a part whose outcome is unknown, by kind. Which one of a kind took effect makes no difference
 * (all stay concurrent with everything later), so the search only counts how many of a kind it has used.
 */
export class UnknownEffects {
  /** Kinds that have unknown operations, as slots 0, 1, 2 … */
  readonly slots: number
  /** How many of each slot the search has used on its present path. */
  readonly used: Int32Array
  /** One operation of each slot, to ask the part what it does. */
  readonly sample: Int32Array
  private readonly part: Part
  /** Operations of each slot in order of call. */
  private readonly members: readonly (readonly number[])[]
  /** Register only: slot that writes a value, slots whose swap leads to a value. */
  private readonly writeOf = new Map<number, number>()
  private readonly swapsTo = new Map<number, number[]>()
  private readonly wanted = new Set<number>()

  constructor(part: Part) {
    this.part = part
    const members: number[][] = []
    const byEffect = new Map<number, number[][]>()
    const needed = neededValues(part)
    for (let op = 0; op < part.size; op++) {
      if (part.ret[op] !== Infinity || part.pure[op] === 1) continue
      if (needed !== null && !needed.has(part.register!.next[op]!)) continue // nobody can tell whether it happened
      const group = byEffect.get(part.register?.next[op] ?? 0) ?? []
      const alike = group.find((ops) => part.same(ops[0]!, op))
      if (alike) alike.push(op)
      else {
        byEffect.set(part.register?.next[op] ?? 0, group)
        const slot = [op]
        group.push(slot)
        members.push(slot)
      }
    }
    this.members = members
    this.slots = members.length
    this.used = new Int32Array(members.length)
    this.sample = Int32Array.from(members, (ops) => ops[0]!)
    if (part.register) this.indexByValue(part)
  }

  /** The operation that using `slot` once more stands for, when `count` of it are used already. */
  member(slot: number, count: number): number {
    return this.members[slot]![count]!
  }

  /** Has another one of this slot been invoked by `time`? */
  available(slot: number, time: number): boolean {
    const next = this.members[slot]![this.used[slot]!]
    return next !== undefined && this.part.call[next]! <= time
  }

  /**
   * Slots worth using next in `state`, appended to `into`. For a register an unknown effect is worth nothing unless the
   * very next operation uses it, so only those count that lead, over swaps if need be, to a value that one of the
   * `pending` operations waits for. Under other models: all that change the state.
   */
  candidates(state: number, pending: ArrayLike<number>, count: number, time: number, into: number[]): void {
    if (this.slots === 0) return
    const { register } = this.part
    if (register === null) return this.allThatChange(state, time, into)
    const { wanted } = this
    wanted.clear()
    for (let i = 0; i < count; i++) {
      const op = pending[i]!
      const need = register.need[op]!
      if (register.what[op] === NOT) {
        if (need === state) return this.allThatChange(state, time, into)
      } else if (need >= 0 && need !== state) wanted.add(need)
    }
    // A set may grow while it is walked: this follows swaps backwards from what is wanted.
    for (const value of wanted) {
      const write = this.writeOf.get(value)
      if (write !== undefined && this.available(write, time)) into.push(write)
      for (const swap of this.swapsTo.get(value) ?? []) {
        if (!this.available(swap, time)) continue
        const from = register.need[this.sample[swap]!]!
        if (from === state) into.push(swap)
        else wanted.add(from)
      }
    }
  }

  /** How many unused ones, invoked by `time`, lead to a value of a register. */
  writersOf(value: number, time: number): number {
    const write = this.writeOf.get(value)
    let count = write === undefined ? 0 : this.unused(write, time)
    for (const swap of this.swapsTo.get(value) ?? []) count += this.unused(swap, time)
    return count
  }

  private unused(slot: number, time: number): number {
    const members = this.members[slot]!
    const first = this.used[slot]!
    let end = first
    while (end < members.length && this.part.call[members[end]!]! <= time) end++
    return end - first
  }

  private allThatChange(state: number, time: number, into: number[]): void {
    for (let slot = 0; slot < this.slots; slot++) {
      if (!this.available(slot, time)) continue
      const after = this.part.step(state, this.sample[slot]!)
      if (after >= 0 && after !== state) into.push(slot)
    }
  }

  private indexByValue(part: Part): void {
    const { what, next } = part.register!
    for (let slot = 0; slot < this.slots; slot++) {
      const op = this.sample[slot]!
      const value = next[op]!
      if (what[op] === WRITE) this.writeOf.set(value, slot)
      else if (what[op] === CAS) {
        const known = this.swapsTo.get(value)
        if (known) known.push(slot)
        else this.swapsTo.set(value, [slot])
      }
    }
  }
}

/** Values that some operation needs, or null when anything may matter (a failed swap is glad of any change). */
function neededValues(part: Part): Set<number> | null {
  const { register } = part
  return register === null || register.what.includes(NOT) ? null : new Set(register.need)
}
