import { NOT } from './columns.ts'
import type { Part } from './part.ts'
import type { UnknownEffects } from './unknown-effects.ts'

/**
 * What a depth-first search has taken so far, in order, and what is still open. Taking and giving back cost O(1): open
 * operations are a doubly linked list ("dancing links", Knuth 2000) in order of call.
 */
export class Path {
  /** The next open known operation; entry `size` of the part is head and end. */
  readonly after: Int32Array
  readonly before: Int32Array
  /** How many known operations are open. */
  open = 0
  /** The known operation taken that was called last; -1 at first. */
  highest = -1
  /** What was taken: an operation, or -1 - slot of an unknown effect. `taken` entries count. */
  readonly trail: Int32Array
  taken = 0
  /** Register: how many operations that write a value are still open or unused. */
  readonly writersLeft: Int32Array | null
  /** Register: how many known operations that need a value are still open. */
  readonly needersLeft: Int32Array | null
  private readonly trailHighest: Int32Array
  private readonly part: Part
  private readonly unknown: UnknownEffects

  constructor(part: Part, unknown: UnknownEffects) {
    this.part = part
    this.unknown = unknown
    const n = part.size
    this.after = new Int32Array(n + 1)
    this.before = new Int32Array(n + 1)
    this.trail = new Int32Array(n)
    this.trailHighest = new Int32Array(n)
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
    this.writersLeft = part.register ? countWriters(part) : null
    this.needersLeft = part.register ? countNeeders(part) : null
  }

  /** Takes an open operation. */
  take(op: number): void {
    const { after, before } = this
    after[before[op]!] = after[op]!
    before[after[op]!] = before[op]!
    this.note(op)
    if (op > this.highest) this.highest = op
    this.open--
    this.countWriter(op, -1)
    this.countNeeder(op, -1)
  }

  /** Uses an unknown effect once more. */
  use(slot: number): void {
    this.unknown.used[slot]!++
    this.note(-1 - slot)
    this.countWriter(this.unknown.sample[slot]!, -1)
  }

  isOpen(op: number): boolean {
    return this.after[this.before[op]!] === op
  }

  /** Gives back the latest entries until `length` are left. */
  undoTo(length: number): void {
    const { after, before, trail, trailHighest, unknown } = this
    while (this.taken > length) {
      const op = trail[--this.taken]!
      this.highest = trailHighest[this.taken]!
      if (op < 0) {
        const slot = -1 - op
        unknown.used[slot]!--
        this.countWriter(unknown.sample[slot]!, 1)
        continue
      }
      after[before[op]!] = op
      before[after[op]!] = op
      this.open++
      this.countWriter(op, 1)
      this.countNeeder(op, 1)
    }
  }

  private note(choice: number): void {
    this.trail[this.taken] = choice
    this.trailHighest[this.taken++] = this.highest
  }

  private countWriter(op: number, by: number): void {
    if (this.writersLeft === null) return
    const value = this.part.register!.next[op]!
    if (value >= 0) this.writersLeft[value]! += by
  }

  private countNeeder(op: number, by: number): void {
    if (this.needersLeft === null) return
    const { need, what } = this.part.register!
    if (need[op]! >= 0 && what[op] !== NOT) this.needersLeft[need[op]!]! += by
  }
}

function countWriters(part: Part): Int32Array {
  const { next, values } = part.register!
  const left = new Int32Array(values)
  for (let op = 0; op < part.size; op++) if (next[op]! >= 0) left[next[op]!]!++
  return left
}

function countNeeders(part: Part): Int32Array {
  const { need, what, values } = part.register!
  const left = new Int32Array(values)
  for (let op = 0; op < part.size; op++) if (need[op]! >= 0 && what[op] !== NOT && part.ret[op] !== Infinity) left[need[op]!]!++
  return left
}
