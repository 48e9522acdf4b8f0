import type { Window } from './choices.ts'
import { CAS, NOT } from './columns.ts'
import type { Part, RegisterPart } from './part.ts'
import type { Path } from './path.ts'
import type { UnknownEffects } from './unknown-effects.ts'

/**
 * Of a register: is some value needed that can no longer be written in time? What needs a value that is not there must have a
 * write of it before; and a swap uses its value up, so of several swaps from one value each must have a write of its own. Where
 * there are too few, no order of what is open explains it, and a search need not try them all.
 */
export class Shortage {
  private readonly part: Part
  private readonly register: RegisterPart
  private readonly path: Path
  private readonly unknown: UnknownEffects
  // Of each value, while a window is looked at: how many of its operations write it, and how many swap it for another one.
  private readonly writes: Int32Array
  private readonly swaps: Int32Array

  constructor(part: Part, register: RegisterPart, path: Path, unknown: UnknownEffects) {
    this.part = part
    this.register = register
    this.path = path
    this.unknown = unknown
    this.writes = new Int32Array(register.values)
    this.swaps = new Int32Array(register.values)
  }

  /** Has `value`, just overwritten, gone for good although some open operation needs it? */
  ofLost(value: number): boolean {
    return this.path.writersLeft![value] === 0 && this.path.needersLeft![value]! > 0
  }

  /** Is there an operation in the window for which it is too late? */
  in(window: Window, state: number): boolean {
    const { what, need } = this.register
    const { writes, swaps } = this
    const { ops, size } = window
    if (size < 2) return false // one alone is soon tried
    this.count(window)
    let short = false
    for (let i = 0; i < size && !short; i++) {
      const op = ops[i]!
      const value = need[op]!
      if (value < 0 || what[op] === NOT) continue
      const wanted = value === state ? swaps[value]! - 1 : swaps[value]! || 1
      // Most often the window itself has enough writes, all of them called in time.
      if (wanted > writes[value]!) short = this.isShort(window, op, state)
    }
    this.uncount(window)
    return short
  }

  private count({ ops, size }: Window): void {
    const { next } = this.register
    for (let i = 0; i < size; i++) {
      const op = ops[i]!
      if (next[op]! >= 0) this.writes[next[op]!]!++
      if (this.usesUp(op)) this.swaps[this.register.need[op]!]!++
    }
  }

  private uncount({ ops, size }: Window): void {
    const { need, next } = this.register
    for (let i = 0; i < size; i++) {
      const op = ops[i]!
      if (next[op]! >= 0) this.writes[next[op]!] = 0
      if (this.usesUp(op)) this.swaps[need[op]!] = 0
    }
  }

  private usesUp(op: number): boolean {
    const { what, need, next } = this.register
    return what[op] === CAS && next[op] !== need[op]
  }

  /** Are there fewer writes of what `needy` needs, all called by its return, than it and the swaps that return before it must have? */
  private isShort({ ops, size }: Window, needy: number, state: number): boolean {
    const { call, ret } = this.part
    const { need, next } = this.register
    const { after } = this.path
    const time = ret[needy]!
    const value = need[needy]!
    let missing = 0
    for (let i = 0; i < size; i++) if (need[ops[i]!] === value && ret[ops[i]!]! <= time && this.usesUp(ops[i]!)) missing++
    if (value === state) missing--
    else if (missing === 0) missing = 1
    missing -= this.writes[value]!
    // Behind the window, in order of call.
    for (let op = after[ops[size - 1]!]!; missing > 0 && op < this.part.size && call[op]! <= time; op = after[op]!) if (next[op] === value) missing--
    return missing > 0 && missing > this.unknown.writersOf(value, time)
  }
}
