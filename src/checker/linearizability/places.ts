/** Sets of pending operations as bits: each pending operation has a place, which is free again after its return. */
export class Places {
  /** 32-bit words of a set. */
  readonly words: number
  private readonly place: Int32Array
  private readonly free: number[] = []
  private given = 0

  /** @param most operations that are pending at a time */
  constructor(operations: number, most: number) {
    this.place = new Int32Array(operations)
    this.words = Math.max(1, Math.ceil(most / 32))
  }

  empty(): Int32Array {
    return new Int32Array(this.words)
  }

  /** Gives an operation its place. */
  add(op: number): void {
    this.place[op] = this.free.pop() ?? this.given++
  }

  /** Takes it back. No set may hold the operation any more. */
  remove(op: number): void {
    this.free.push(this.place[op]!)
  }

  has(bits: Int32Array, op: number): boolean {
    const place = this.place[op]!
    return (bits[place >> 5]! & (1 << (place & 31))) !== 0
  }

  /** A set with one operation more. */
  with(bits: Int32Array, op: number): Int32Array {
    const more = bits.slice()
    this.put(more, op)
    return more
  }

  /** A set with one operation less. */
  without(bits: Int32Array, op: number): Int32Array {
    const place = this.place[op]!
    const fewer = bits.slice()
    fewer[place >> 5]! &= ~(1 << (place & 31))
    return fewer
  }

  /** Puts an operation into a set. */
  put(bits: Int32Array, op: number): void {
    const place = this.place[op]!
    bits[place >> 5]! |= 1 << (place & 31)
  }
}
