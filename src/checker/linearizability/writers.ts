import type { RegisterColumns } from './columns.ts'

/** With so many more values than rows of one key, a table of all values would be read far apart. */
const SLACK = 4

/**
 * Which row of the key at hand writes a value. Entries are rows; those outside the key are leftovers, hence empty.
 *
 * Few values in all: the value is the place. Many values, of which each key has few: open addressing in a table for one
 * key, so that it stays in the processor's cache (places by multiplication: Knuth vol. 3, 6.4).
 */
export class Writers {
  private readonly next: Int32Array
  private readonly rows: Int32Array
  private readonly hashed: boolean
  private lo = 0
  private hi = 0
  private factor = 1
  private shift = 0

  /** @param longest most rows of a key */
  constructor({ next, values }: RegisterColumns, longest: number) {
    this.next = next
    this.hashed = values > SLACK * longest
    this.rows = new Int32Array(this.hashed ? tableSize(longest) : values).fill(-1)
  }

  /** Turns to the key with the rows `lo` to `hi`, the latter excluded. Nothing is known about it yet. */
  begin(lo: number, hi: number): void {
    this.lo = lo
    this.hi = hi
    if (!this.hashed) return
    const size = tableSize(hi - lo)
    this.rows.fill(-1, 0, size)
    this.factor = 0x9e3779b1
    this.shift = Math.clz32(size) + 1
  }

  /** Enters a row; false when another row of the key writes the same value. Rows come in ascending order. */
  add(row: number): boolean {
    const value = this.next[row]!
    const at = this.place(value)
    const other = this.rows[at]!
    if (other >= this.lo && other < row) return false
    this.rows[at] = row
    return true
  }

  /** The row of the key that writes a value; else -1. */
  of(value: number): number {
    const row = this.rows[this.place(value)]!
    return row >= this.lo && row < this.hi ? row : -1
  }

  /** Where a value stands, or where it belongs. */
  private place(value: number): number {
    const { rows, next } = this
    let at = Math.imul(value, this.factor) >>> this.shift
    if (!this.hashed) return at
    const mask = 0xffff_ffff >>> this.shift
    while (rows[at] !== -1 && next[rows[at]!] !== value) at = (at + 1) & mask
    return at
  }
}

/** At most half full. */
function tableSize(entries: number): number {
  return 2 ** (33 - Math.clz32(entries | 1))
}
