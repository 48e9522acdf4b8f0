import type { Operation } from '../../core/event.ts'

/** An invocation or completion, at its time in nanoseconds. */
export interface OrderedEvent {
  readonly operation: Operation
  readonly invoke: boolean
  readonly time: number
}

/**
 * The events of a history in an order that says the same: where the order of lines is all that counts, what
 * happened at one moment must stay concurrent. So at equal times invocations come first, but none while its process is
 * still busy. An operation of unknown outcome ends when its client gave up.
 */
export function* eventsInOrder(operations: readonly Operation[]): Generator<OrderedEvent> {
  const events = operations.flatMap((operation): OrderedEvent[] => [
    { operation, invoke: true, time: operation.call },
    { operation, invoke: false, time: operation.end },
  ])
  events.sort((a, b) => a.time - b.time || a.operation.index - b.operation.index)
  for (let from = 0; from < events.length; ) {
    let to = from + 1
    while (to < events.length && events[to]!.time === events[from]!.time) to++
    if (to === from + 1) yield events[from]!
    else yield* moment(events.slice(from, to))
    from = to
  }
}

/** The events of one moment in rounds: all invocations that come next for their process, then all ends that do. */
function* moment(events: readonly OrderedEvent[]): Generator<OrderedEvent> {
  let queues = [...Map.groupBy(events, ({ operation }) => operation.process).values()].map((queue) => ({ queue, at: 0 }))
  while (queues.length > 0) {
    for (const invoke of [true, false]) {
      for (const one of queues) {
        const next = one.queue[one.at]
        if (next?.invoke !== invoke) continue
        one.at++
        yield next
      }
    }
    queues = queues.filter(({ queue, at }) => at < queue.length)
  }
}
