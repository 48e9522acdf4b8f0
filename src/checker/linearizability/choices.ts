import { NOT } from './columns.ts'
import type { Part } from './part.ts'
import type { UnknownEffects } from './unknown-effects.ts'

/** The operations that may come next, as a search found them. */
export interface Window {
  /** The first `size` entries are pending known operations that do not fit by themselves. */
  readonly ops: Int32Array
  size: number
  /** The earliest return among them: what is called later cannot come next. */
  horizon: number
}

/** About what one frame takes. */
export const FRAME_BYTES = 160

/** A configuration with several ways to go on, to come back to. */
export interface Frame {
  readonly choices: readonly number[]
  next: number
  readonly state: number
  readonly trail: number
  readonly name: Int32Array | null
}

/** Says what a search should try next. */
export class Choices {
  private readonly part: Part
  private readonly unknown: UnknownEffects
  /** Register: of each value, the earliest return of an operation that waits for it; `Infinity` between calls. */
  private readonly waited: Float64Array
  /** The same for operations that wait for any other value than the present one. */
  private waitedForChange = Infinity
  /** Of each choice listed so far: by when it should have been made. */
  private readonly due: number[] = []

  constructor(part: Part, unknown: UnknownEffects) {
    this.part = part
    this.unknown = unknown
    this.waited = new Float64Array(part.register?.values ?? 0).fill(Infinity)
  }

  /**
   * Best first: known operations, then unknown effects (as -1 - slot). The most urgent comes first: what returns soon, or
   * leaves a value that something else needs which returns soon. Of equal ones only that which returned first.
   *
   * @param mustUse an unknown effect was used just now, so the next operation must need what it left
   */
  of(window: Window, state: number, mustUse: boolean): number[] {
    const { part, unknown } = this
    const { ops, size, horizon } = window
    const choices: number[] = []
    this.noteWaiting(window, state)
    for (let i = 0; i < size; i++) {
      const op = ops[i]!
      if (part.pure[op] === 1 || part.step(state, op) < 0) continue
      if (mustUse && part.register!.need[op] !== state) continue
      this.insert(choices, op, this.dueOf(op, state))
    }
    this.forgetWaiting(window)
    const known = choices.length
    unknown.candidates(state, ops, size, horizon, choices)
    let kept = known
    for (let i = known; i < choices.length; i++) {
      const slot = choices[i]!
      if (mustUse && part.register!.need[unknown.sample[slot]!] !== state) continue
      choices[kept++] = -1 - slot
    }
    choices.length = kept
    return choices
  }

  private noteWaiting({ ops, size }: Window, state: number): void {
    const { register, ret } = this.part
    if (register === null) return
    const { what, need } = register
    const { waited } = this
    this.waitedForChange = Infinity
    for (let i = 0; i < size; i++) {
      const op = ops[i]!
      const value = need[op]!
      if (what[op] !== NOT) {
        if (value >= 0 && ret[op]! < waited[value]!) waited[value] = ret[op]!
      } else if (value === state && ret[op]! < this.waitedForChange) this.waitedForChange = ret[op]!
    }
  }

  private forgetWaiting({ ops, size }: Window): void {
    const { register } = this.part
    if (register === null) return
    for (let i = 0; i < size; i++) if (register.need[ops[i]!]! >= 0) this.waited[register.need[ops[i]!]!] = Infinity
  }

  private dueOf(op: number, state: number): number {
    const { register, ret } = this.part
    const after = register === null ? state : register.next[op]!
    return after === state ? ret[op]! : Math.min(ret[op]!, this.waited[after]!, this.waitedForChange)
  }

  /** Keeps `choices` in order of urgency, then of return; of one kind only the operation that returned first stays. */
  private insert(choices: number[], op: number, due: number): void {
    const { part } = this
    const { ret } = part
    const dues = this.due
    for (let i = 0; i < choices.length; i++) {
      if (!part.same(choices[i]!, op)) continue
      if (ret[choices[i]!]! <= ret[op]!) return
      choices.splice(i, 1)
      dues.splice(i, 1)
      break
    }
    let at = choices.length
    for (; at > 0; at--) {
      const before = dues[at - 1]!
      if (before < due || (before === due && ret[choices[at - 1]!]! <= ret[op]!)) break
      choices[at] = choices[at - 1]!
      dues[at] = before
    }
    choices[at] = op
    dues[at] = due
  }
}
