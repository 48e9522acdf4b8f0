/** What happens at a time: client `client` invokes, or operation `operation` takes effect (-1: none). */
export interface QueuedEvent {
  readonly time: number
  readonly sequence: number
  readonly client: number
  readonly operation: number
}

/** A binary heap by time, then by order of entry. */
export class EventQueue {
  private readonly heap: QueuedEvent[] = []

  get size(): number {
    return this.heap.length
  }

  push(event: QueuedEvent): void {
    const { heap } = this
    let at = heap.push(event) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!before(event, heap[parent]!)) break
      heap[at] = heap[parent]!
      at = parent
    }
    heap[at] = event
  }

  pop(): QueuedEvent {
    const { heap } = this
    const top = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return top
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = last
    return top
  }
}

function before(a: QueuedEvent, b: QueuedEvent): boolean {
  return a.time < b.time || (a.time === b.time && a.sequence < b.sequence)
}
