import { Memo } from './memo.ts'
import { NOT } from './columns.ts'
import type { Part, PartForesight } from './part.ts'
import { UnknownEffects } from './unknown-effects.ts'

/** `paused`: steps used up, call again. `stopped`: gave up for want of memory. */
export type SearchState = 'valid' | 'invalid' | 'paused' | 'stopped'

/**
 * Depth-first search for a linearization of one object (Wing & Gong, JPDC 1993; Lowe, CCPE 2017; Horn & Kroening,
 * FORTE 2015), with four additions:
 *
 * - operations that never change the state are taken as soon as they fit: taking one early spoils nothing;
 * - the others are tried in order of return, not of call; of equal ones only that which returned first;
 * - an operation of unknown outcome is tried only where the next operation uses its effect;
 * - configurations that failed are remembered as (state, last operation taken, earlier ones still open, unknown ones
 *   used): a handful of numbers, compared exactly, whatever the length of the history.
 *
 * An operation may come next when no open operation returned before it was called; equal times are concurrent.
 */
export class DepthFirst {
  steps = 0
  /** Most known operations that could be put in order, and that order (unknown ones included). */
  bestCount = -1
  best: number[] = []
  private readonly part: Part
  private readonly unknown: UnknownEffects
  private readonly memo = new Memo()
  private readonly maxBytes: number
  // Open known operations, a doubly linked list in order of call; entry `size` is head and end.
  private readonly after: Int32Array
  private readonly before: Int32Array
  private state: number
  private open = 0
  private highest = -1
  /** What was taken, in order: an operation, or -1 - slot. Beside it the `highest` from before. */
  private readonly trail: Int32Array
  private readonly trailHighest: Int32Array
  private taken = 0
  /** Trail entries that `best` is sure to share. */
  private bestShared = 0
  private readonly frames: Frame[] = []
  // The configuration at hand, filled by `look`.
  private readonly window: Int32Array
  private windowSize = 0
  private horizon = 0
  private mustUse = false
  private scratch = new Int32Array(64)
  /** Register: how many operations that write a value are still open or unused. */
  private readonly writersLeft: Int32Array | null

  constructor(part: Part, maxBytes: number) {
    this.part = part
    this.maxBytes = maxBytes
    this.unknown = new UnknownEffects(part)
    const n = part.size
    this.after = new Int32Array(n + 1)
    this.before = new Int32Array(n + 1)
    this.trail = new Int32Array(n)
    this.trailHighest = new Int32Array(n)
    this.window = new Int32Array(n)
    let last = n
    for (let op = 0; op < n; op++) {
      if (part.ret[op] === Infinity) continue
      this.after[last] = op
      this.before[op] = last
      last = op
      this.open++
    }
    this.after[last] = n
    this.before[n] = last
    this.state = part.initial
    this.writersLeft = part.register ? countWriters(part) : null
  }

  get bytes(): number {
    return this.memo.bytes + this.frames.length * FRAME_BYTES + this.part.bytes()
  }

  /** Goes on for about `steps` steps. */
  run(steps: number): SearchState {
    const limit = this.steps + steps
    while (this.steps < limit) {
      this.steps++
      const dead = this.look()
      if (this.open === 0) {
        this.keepBest()
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
    const { part, after, window } = this
    const { call, ret, pure } = part
    const end = part.size
    let horizon = Infinity
    let count = 0
    for (let op = after[end]!; op !== end && call[op]! <= horizon; op = after[op]!) {
      if (pure[op] === 1 && part.step(this.state, op) >= 0) {
        this.take(op)
        this.mustUse = false
        continue
      }
      window[count++] = op
      if (ret[op]! < horizon) horizon = ret[op]!
    }
    this.windowSize = count
    this.horizon = horizon
    return this.hopeless()
  }

  /** Some pending operation can never be answered any more, whatever comes. */
  private hopeless(): boolean {
    const { part, window, windowSize, state, writersLeft } = this
    if (writersLeft) {
      const { what, need } = part.register!
      for (let i = 0; i < windowSize; i++) {
        const op = window[i]!
        const value = need[op]!
        if (value >= 0 && what[op] !== NOT && value !== state && writersLeft[value] === 0) return true
      }
    } else if (part.foresight) {
      let ahead = LOOK_AHEAD
      for (let op = this.after[part.size]!; op !== part.size && ahead > 0; op = this.after[op]!) {
        if (part.pure[op] === 0) continue
        if (part.foresight.never(state, op)) return true
        ahead--
      }
    }
    return false
  }

  /** Takes the next step from the configuration at hand; false when everything has been tried. */
  private advance(): boolean {
    if (this.windowSize === 1 && this.unknown.slots === 0) {
      const only = this.window[0]!
      if (this.part.pure[only] === 1 || this.part.step(this.state, only) < 0) return this.backtrack()
      this.follow(only)
      return true
    }
    if (this.part.foresight) this.forgetUnseen(this.part.foresight)
    const choices = this.choices()
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
      trail: this.taken,
      // A configuration that must use an unknown effect next tries less than it could: its failure proves less.
      name: this.mustUse ? null : this.scratch.slice(0, length),
    })
    this.follow(choices[0]!)
    return true
  }

  /** States that no open operation can see are all the same: without this, each order of what led there would be tried. */
  private forgetUnseen({ readers, unseen }: PartForesight): void {
    const { after, before, state } = this
    if (state !== unseen && readers(state).every((op) => after[before[op]!] !== op)) this.state = unseen
  }

  /** Known operations in order of return, then unknown effects (as -1 - slot). */
  private choices(): number[] {
    const { part, window, windowSize, state, mustUse } = this
    const choices: number[] = []
    for (let i = 0; i < windowSize; i++) {
      const op = window[i]!
      if (part.pure[op] === 1 || part.step(state, op) < 0) continue
      if (mustUse && part.register!.need[op] !== state) continue
      insertByReturn(part, choices, op)
    }
    const known = choices.length
    this.unknown.candidates(state, window, windowSize, this.horizon, choices)
    let kept = known
    for (let i = known; i < choices.length; i++) {
      const slot = choices[i]!
      if (mustUse && part.register!.need[this.unknown.sample[slot]!] !== state) continue
      choices[kept++] = -1 - slot
    }
    choices.length = kept
    return choices
  }

  private follow(choice: number): void {
    if (choice >= 0) {
      this.state = this.part.step(this.state, choice)
      this.take(choice)
      this.mustUse = false
      return
    }
    const slot = -1 - choice
    const op = this.unknown.sample[slot]!
    this.state = this.part.step(this.state, op)
    this.unknown.used[slot]!++
    this.note(choice)
    this.countWriter(op, -1)
    this.mustUse = this.writersLeft !== null
  }

  private take(op: number): void {
    const { after, before } = this
    after[before[op]!] = after[op]!
    before[after[op]!] = before[op]!
    this.note(op)
    if (op > this.highest) this.highest = op
    this.open--
    this.countWriter(op, -1)
  }

  private note(choice: number): void {
    this.trail[this.taken] = choice
    this.trailHighest[this.taken++] = this.highest
  }

  private undoTo(length: number): void {
    const { after, before, trail, trailHighest } = this
    if (length < this.bestShared) this.bestShared = length
    while (this.taken > length) {
      const op = trail[--this.taken]!
      this.highest = trailHighest[this.taken]!
      if (op < 0) {
        const slot = -1 - op
        this.unknown.used[slot]!--
        this.countWriter(this.unknown.sample[slot]!, 1)
        continue
      }
      after[before[op]!] = op
      before[after[op]!] = op
      this.open++
      this.countWriter(op, 1)
    }
  }

  private countWriter(op: number, by: number): void {
    if (this.writersLeft === null) return
    const value = this.part.register!.next[op]!
    if (value >= 0) this.writersLeft[value]! += by
  }

  private backtrack(): boolean {
    this.keepBest()
    for (;;) {
      const frame = this.frames.at(-1)
      if (frame === undefined) return false
      this.undoTo(frame.trail)
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
    const { window, windowSize, highest, unknown } = this
    const most = 2 + windowSize + 2 * unknown.slots
    if (this.scratch.length < most) this.scratch = new Int32Array(2 * most)
    const { scratch } = this
    scratch[0] = this.state
    scratch[1] = highest
    let length = 2
    // Open ones called before the last one taken; all of them are in the window, because that one was taken.
    for (let i = 0; i < windowSize && window[i]! < highest; i++) scratch[length++] = window[i]!
    for (let slot = 0; slot < unknown.slots; slot++) {
      if (unknown.used[slot] === 0) continue
      scratch[length++] = -1 - slot
      scratch[length++] = unknown.used[slot]!
    }
    return length
  }

  private keepBest(): void {
    const { trail, taken, best } = this
    const count = this.part.size - this.open
    if (count <= this.bestCount) return
    this.bestCount = count
    best.length = this.bestShared
    for (let i = this.bestShared; i < taken; i++) best.push(trail[i]!)
    this.bestShared = taken
  }

  /** `best` as operations: unknown effects become the operations that they stand for. */
  order(): number[] {
    const used = new Int32Array(this.unknown.slots)
    return this.best.map((op) => (op >= 0 ? op : this.unknown.member(-1 - op, used[-1 - op]!++)))
  }
}

/** So many of the next open pure operations are asked whether they may still be answered. */
const LOOK_AHEAD = 16
/** About what one frame takes. */
const FRAME_BYTES = 160

interface Frame {
  readonly choices: readonly number[]
  next: number
  readonly state: number
  readonly trail: number
  readonly name: Int32Array | null
}

/** Keeps `choices` in order of return; of one kind only the operation that returned first stays. */
function insertByReturn(part: Part, choices: number[], op: number): void {
  const { ret } = part
  for (let i = 0; i < choices.length; i++) {
    if (!part.same(choices[i]!, op)) continue
    if (ret[choices[i]!]! <= ret[op]!) return
    choices.splice(i, 1)
    break
  }
  let at = choices.length
  while (at > 0 && ret[choices[at - 1]!]! > ret[op]!) at--
  choices.splice(at, 0, op)
}

function countWriters(part: Part): Int32Array {
  const { next, values } = part.register!
  const left = new Int32Array(values)
  for (let op = 0; op < part.size; op++) if (next[op]! >= 0) left[next[op]!]!++
  return left
}
