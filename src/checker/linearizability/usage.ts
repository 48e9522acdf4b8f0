/**
 * How often each slot of unknown effects was used, as numbers: 0 means none. Equal counts have equal numbers, whatever
 * the order of use, so configurations can be compared by them.
 */
export class Usage {
  private readonly counts: Int32Array[]
  private readonly numbers = new Map<string, number>()
  private readonly plus = new Map<number, number>()
  private readonly slots: number

  constructor(slots: number) {
    this.slots = slots
    this.counts = [new Int32Array(slots)]
    this.numbers.set(this.counts[0]!.join(), 0)
  }

  get size(): number {
    return this.counts.length
  }

  /** The counts behind a number. */
  of(usage: number): Int32Array {
    return this.counts[usage]!
  }

  /** The number of `usage` with one more of `slot`. */
  add(usage: number, slot: number): number {
    const step = usage * this.slots + slot
    const known = this.plus.get(step)
    if (known !== undefined) return known
    const counts = this.counts[usage]!.slice()
    counts[slot]!++
    const name = counts.join()
    let number = this.numbers.get(name)
    if (number === undefined) {
      number = this.counts.push(counts) - 1
      this.numbers.set(name, number)
    }
    this.plus.set(step, number)
    return number
  }

  /** Did `a` use no more of anything than `b`? Then whatever `b` can still do, `a` can. */
  within(a: number, b: number): boolean {
    if (a === b) return true
    const left = this.counts[a]!
    const right = this.counts[b]!
    for (let i = 0; i < left.length; i++) if (left[i]! > right[i]!) return false
    return true
  }
}
