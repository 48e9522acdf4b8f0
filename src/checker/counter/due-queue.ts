/** Increments that have been called and not yet happened, the one acknowledged first in front: a binary heap. */
export class DueQueue {
  private readonly ret: ArrayLike<number>
  private readonly heap: Int32Array
  private size = 0

  /** @param ret when each increment was acknowledged */
  constructor(ret: ArrayLike<number>) {
    this.ret = ret
    this.heap = new Int32Array(ret.length)
  }

  add(increment: number): void {
    const { heap, ret } = this
    let at = this.size++
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (ret[heap[parent]!]! <= ret[increment]!) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = increment
  }

  /** The one in front, passing over those that happened meanwhile. The caller knows that there is one. */
  take(happened: Uint8Array): number {
    for (;;) {
      const first = this.shift()
      if (happened[first] === 0) return first
    }
  }

  private shift(): number {
    const { heap, ret } = this
    if (this.size === 0) throw new Error('no increment is left')
    const first = heap[0]!
    const last = heap[--this.size]!
    let at = 0
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && ret[heap[child + 1]!]! < ret[heap[child]!]!) child++
      if (ret[heap[child]!]! >= ret[last]!) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return first
  }
}
