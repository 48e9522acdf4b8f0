/** A list of 32-bit whole numbers that grows: four bytes an entry, where an array of numbers may take more. */
export class Ints {
  length = 0
  private values: Int32Array

  constructor(capacity = 1024) {
    this.values = new Int32Array(Math.max(16, capacity))
  }

  push(value: number): void {
    if (this.length === this.values.length) this.values = widened(this.values, new Int32Array(grown(this.length)))
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index]!
  }

  /** What was pushed, without copying it. Valid until the next push. */
  view(): Int32Array {
    return this.values.subarray(0, this.length)
  }
}

/** The same for small whole numbers, 0 to 255. */
export class Bytes {
  length = 0
  private values: Uint8Array

  constructor(capacity = 1024) {
    this.values = new Uint8Array(Math.max(16, capacity))
  }

  push(value: number): void {
    if (this.length === this.values.length) this.values = widened(this.values, new Uint8Array(grown(this.length)))
    this.values[this.length++] = value
  }

  view(): Uint8Array {
    return this.values.subarray(0, this.length)
  }
}

/** The same for times. */
export class Doubles {
  length = 0
  private values: Float64Array

  constructor(capacity = 1024) {
    this.values = new Float64Array(Math.max(16, capacity))
  }

  push(value: number): void {
    if (this.length === this.values.length) this.values = widened(this.values, new Float64Array(grown(this.length)))
    this.values[this.length++] = value
  }

  view(): Float64Array {
    return this.values.subarray(0, this.length)
  }
}

function widened<A extends { set(from: A): void }>(from: A, to: A): A {
  to.set(from)
  return to
}

/** Half as much again: lists of a million reads are large enough that doubling them would show. */
function grown(length: number): number {
  return length + (length >> 1)
}
