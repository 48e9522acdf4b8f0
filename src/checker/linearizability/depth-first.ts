import { Choices, FRAME_BYTES } from './choices.ts'
import type { Frame, Window } from './choices.ts'
import { asSeen, hopeless } from './hopeless.ts'
import { Longest } from './longest.ts'
import { Memo } from './memo.ts'
import type { Part } from './part.ts'
import { Path } from './path.ts'
import { Shortage } from './shortage.ts'
import { UnknownEffects } from './unknown-effects.ts'

/** `paused`: steps used up, call again. `stopped`: gave up for want of memory. */
export type SearchState = 'valid' | 'invalid' | 'paused' | 'stopped'

/**
 * Depth-first search for a linearization of one object (Wing & Gong, JPDC 1993; Lowe, CCPE 2017; Horn & Kroening,
 * FORTE 2015), with five additions:
 *
 * - operations that never change the state are taken as soon as they fit: taking one early spoils nothing;
 * - the others are tried in order of urgency, not of call; of equal ones only that which returned first;
 * - what leaves too few writes for those that need them is given up at once;
 * - an operation of unknown outcome is tried only where the next operation uses its effect;
 * - configurations that failed are remembered as (state, last operation taken, earlier ones still open, unknown ones
 *   used): a handful of numbers, compared exactly, whatever the length of the history.
 *
 * An operation may come next when no open operation returned before it was called; equal times are concurrent.
 */
export class DepthFirst {
  steps = 0
  private readonly part: Part
  private readonly unknown: UnknownEffects
  private readonly memo = new Memo()
  private readonly longest = new Longest()
  private readonly maxBytes: number
  private readonly path: Path
  private readonly choices: Choices
  private readonly shortage: Shortage | null
  private state: number
  private readonly frames: Frame[] = []
  /** The configuration at hand, filled by `look`. */
  private readonly window: Window
  private mustUse = false
  /** The latest step took a value away that is needed and cannot come back. */
  private lost = false
  private scratch = new Int32Array(64)

  constructor(part: Part, maxBytes: number) {
    this.part = part
    this.maxBytes = maxBytes
    this.unknown = new UnknownEffects(part)
    this.path = new Path(part, this.unknown)
    this.choices = new Choices(part, this.unknown)
    this.shortage = part.register && new Shortage(part, part.register, this.path, this.unknown)
    this.window = { ops: new Int32Array(part.size), size: 0, horizon: 0 }
    this.state = part.initial
  }

  get bytes(): number {
    return this.memo.bytes + this.frames.length * FRAME_BYTES + this.part.bytes()
  }

  /** Goes on for about `steps` steps. */
  run(steps: number): SearchState {
    const limit = this.steps + steps
    while (this.steps < limit) {
      this.steps++
      const dead = this.lost || this.look()
      if (this.path.open === 0) {
        this.keepLongest()
        return 'valid'
      }
      if (!(dead ? this.backtrack() : this.advance())) return 'invalid'
      if (this.bytes > this.maxBytes) return 'stopped'
    }
    return 'paused'
  }

  /**
   * Finds the open operations that may come next, taking at once those that fit and never change the state.
   * The rest is left in `window`. True when the configuration can be given up.
   */
  private look(): boolean {
    const { part, path, window } = this
    const { call, ret, pure } = part
    const { after } = path
    const { ops } = window
    const end = part.size
    let horizon = Infinity
    let count = 0
    for (let op = after[end]!; op !== end && call[op]! <= horizon; op = after[op]!) {
      if (pure[op] === 1 && part.step(this.state, op) >= 0) {
        path.take(op)
        this.mustUse = false
        continue
      }
      ops[count++] = op
      if (ret[op]! < horizon) horizon = ret[op]!
    }
    window.size = count
    window.horizon = horizon
    if (this.shortage !== null) return this.shortage.in(window, this.state)
    return part.foresight !== null && hopeless(part, part.foresight, path, this.state)
  }

  /** Takes the next step from the configuration at hand; false when everything has been tried. */
  private advance(): boolean {
    const { window } = this
    if (window.size === 1 && this.unknown.slots === 0) {
      const only = window.ops[0]!
      if (this.part.pure[only] === 1 || this.part.step(this.state, only) < 0) return this.backtrack()
      this.follow(only)
      return true
    }
    if (this.part.foresight) this.state = asSeen(this.part.foresight, this.path, this.state)
    const choices = this.choices.of(window, this.state, this.mustUse)
    if (choices.length === 0) return this.backtrack()
    if (choices.length === 1) {
      this.follow(choices[0]!)
      return true
    }
    const length = this.describe()
    if (this.memo.has(this.scratch, length)) return this.backtrack()
    this.frames.push({
      choices,
      next: 1,
      state: this.state,
      trail: this.path.taken,
      // A configuration that must use an unknown effect next tries less than it could: its failure proves less.
      name: this.mustUse ? null : this.scratch.slice(0, length),
    })
    this.follow(choices[0]!)
    return true
  }

  private follow(choice: number): void {
    const before = this.state
    const isKnown = choice >= 0
    this.state = this.part.step(before, isKnown ? choice : this.unknown.sample[-1 - choice]!)
    if (isKnown) this.path.take(choice)
    else this.path.use(-1 - choice)
    this.mustUse = !isKnown && this.part.register !== null
    this.lost = before !== this.state && this.shortage !== null && this.shortage.ofLost(before)
  }

  private backtrack(): boolean {
    this.keepLongest()
    for (;;) {
      const frame = this.frames.at(-1)
      if (frame === undefined) return false
      this.path.undoTo(frame.trail)
      this.longest.wentBackTo(frame.trail)
      this.state = frame.state
      if (frame.next < frame.choices.length) {
        this.follow(frame.choices[frame.next++]!)
        return true
      }
      if (frame.name !== null) this.memo.add(frame.name, frame.name.length)
      this.frames.pop()
    }
  }

  /** Writes the name of the configuration at hand to `scratch`; returns its length. */
  private describe(): number {
    const { unknown } = this
    const { ops, size } = this.window
    const { highest } = this.path
    const most = 2 + size + 2 * unknown.slots
    if (this.scratch.length < most) this.scratch = new Int32Array(2 * most)
    const { scratch } = this
    scratch[0] = this.state
    scratch[1] = highest
    let length = 2
    // Open ones called before the last one taken; all of them are in the window, because that one was taken.
    for (let i = 0; i < size && ops[i]! < highest; i++) scratch[length++] = ops[i]!
    for (let slot = 0; slot < unknown.slots; slot++) {
      if (unknown.used[slot] === 0) continue
      scratch[length++] = -1 - slot
      scratch[length++] = unknown.used[slot]!
    }
    return length
  }

  private keepLongest(): void {
    this.longest.keep(this.path, this.part.size - this.path.open)
  }

  /** The longest order found, the whole one after `valid`: as many known operations as could be put in order, and unknown ones between. */
  order(): number[] {
    return this.longest.order(this.unknown)
  }
}
