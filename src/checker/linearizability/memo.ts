/**
 * A set of configurations, each a short list of whole numbers, compared exactly: the hash only finds the place.
 * Lists lie one after the other in one typed array, so a million of them cost tens of megabytes, not gigabytes.
 */
export class Memo {
  private words = new Int32Array(1 << 12)
  private used = 1 // 0 marks an empty place of the table
  private table = new Int32Array(1 << 8)
  private count = 0

  /** Bytes held. */
  get bytes(): number {
    return 4 * (this.words.length + this.table.length)
  }

  get size(): number {
    return this.count
  }

  has(list: Int32Array, length: number): boolean {
    return this.table[this.find(list, length)] !== 0
  }

  /** Adds a list; `false` when it was there. */
  add(list: Int32Array, length: number): boolean {
    const at = this.find(list, length)
    if (this.table[at] !== 0) return false
    this.table[at] = this.append(list, length)
    if (++this.count * 2 > this.table.length) this.grow()
    return true
  }

  /** Forgets everything but keeps the room. */
  clear(): void {
    this.table.fill(0)
    this.used = 1
    this.count = 0
  }

  private find(list: Int32Array, length: number): number {
    const { table, words } = this
    const mask = table.length - 1
    let at = hashOf(list, 0, length) & mask
    for (;;) {
      const entry = table[at]!
      if (entry === 0) return at
      if (words[entry] === length) {
        let i = 0
        while (i < length && words[entry + 1 + i] === list[i]) i++
        if (i === length) return at
      }
      at = (at + 1) & mask
    }
  }

  private append(list: Int32Array, length: number): number {
    if (this.used + length + 1 > this.words.length) {
      const larger = new Int32Array(Math.max(this.words.length * 2, this.used + length + 1))
      larger.set(this.words)
      this.words = larger
    }
    const at = this.used
    this.words[at] = length
    for (let i = 0; i < length; i++) this.words[at + 1 + i] = list[i]!
    this.used += length + 1
    return at
  }

  private grow(): void {
    const table = new Int32Array(this.table.length * 2)
    const mask = table.length - 1
    for (let entry = 1; entry < this.used; entry += this.words[entry]! + 1) {
      let at = hashOf(this.words, entry + 1, this.words[entry]!) & mask
      while (table[at] !== 0) at = (at + 1) & mask
      table[at] = entry
    }
    this.table = table
  }
}

function hashOf(words: Int32Array, from: number, length: number): number {
  let hash = length
  for (let i = from; i < from + length; i++) {
    hash = Math.imul(hash ^ words[i]!, 0x9e3779b1)
    hash ^= hash >>> 15
  }
  return Math.imul(hash, 0x85ebca6b) ^ (hash >>> 13)
}
