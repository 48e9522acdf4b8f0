import type { Path } from './path.ts'
import type { UnknownEffects } from './unknown-effects.ts'

/** The longest order that a search has found: what it can show where it finds no whole one. */
export class Longest {
  /** Known operations in it. */
  private count = -1
  /** As in the trail of a path: operations, and -1 - slot of an unknown effect. */
  private readonly trail: number[] = []
  /** Entries of the path's trail that are sure to be the same. */
  private shared = 0

  /** Keeps the path at hand, `count` known operations long, if none was as long. */
  keep({ trail, taken }: Path, count: number): void {
    if (count <= this.count) return
    this.count = count
    this.trail.length = this.shared
    for (let i = this.shared; i < taken; i++) this.trail.push(trail[i]!)
    this.shared = taken
  }

  /** The path went back to so many entries. */
  wentBackTo(length: number): void {
    if (length < this.shared) this.shared = length
  }

  /** As operations: unknown effects become the operations that they stand for. */
  order(unknown: UnknownEffects): number[] {
    const used = new Int32Array(unknown.slots)
    return this.trail.map((op) => (op >= 0 ? op : unknown.member(-1 - op, used[-1 - op]!++)))
  }
}
