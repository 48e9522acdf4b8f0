import { usageError } from '../core/errors.ts'
import type { HistoryEvent, Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'

/**
 * Pairs every invocation with its completion. Operations come in order of invocation.
 *
 * - An invocation without completion (crash, Ctrl+C) becomes `info`: open for ever, `end` at the last time seen.
 * - A `fail` carries a result only when its value differs from the argument and is not null: Jepsen's histories
 *   repeat the argument there, and taking an absent answer for a seen `null` would invent a violation.
 *
 * @param name how errors call the history
 * @param lineOf the line of an event in its file, for errors
 */
export function pairEvents(
  events: readonly HistoryEvent[],
  name = 'history',
  lineOf: (event: number) => number = (event) => event + 1,
): Operation[] {
  const pairing = new Pairing(name, lineOf)
  for (const event of events) pairing.push(event)
  return pairing.finish()
}

/** `pairEvents` for events that come one by one: they need not be kept, which halves the memory of a large history. */
export class Pairing {
  /** How many events have come. */
  length = 0
  private readonly operations: Operation[] = []
  private readonly open = new Map<number, number>()
  private readonly name: string
  private readonly lineOf: (event: number) => number
  private now = -Infinity

  constructor(name: string, lineOf: (event: number) => number = (event) => event + 1) {
    this.name = name
    this.lineOf = lineOf
  }

  push(event: HistoryEvent): void {
    const { operations, open, name, now } = this
    const line = this.lineOf(this.length++)
    if (!(event.time >= now && event.time < Infinity)) throw badTime(event, now, name, line)
    this.now = event.time
    const index = open.get(event.process)
    if (event.type === 'invoke') {
      if (index !== undefined) throw stillOpen(event, operations[index]!, name, line)
      open.set(event.process, operations.length)
      operations.push(unfinished(event, operations.length))
      return
    }
    if (index === undefined) throw neverInvoked(event, name, line)
    open.delete(event.process)
    operations[index] = finished(operations[index]!, event, name, line)
  }

  /** The operations; nothing may come after that. */
  finish(): Operation[] {
    for (const index of this.open.values()) this.operations[index] = { ...this.operations[index]!, end: this.now }
    return this.operations
  }
}

/** Fields in one order for all operations, so that the engine gives them one shape. */
function unfinished(event: HistoryEvent, index: number): Operation {
  const { process, f, value, time, home, node, side, phase } = event
  return {
    index,
    process,
    f,
    ...(event.key === undefined ? {} : { key: event.key }),
    value,
    type: 'info',
    call: time,
    ret: Infinity,
    end: time,
    home,
    node,
    side,
    phase,
    ...(event.probe === undefined ? {} : { probe: event.probe }),
    ...(event.unbounded === undefined ? {} : { unbounded: event.unbounded }),
  }
}

function finished(operation: Operation, event: HistoryEvent, name: string, line: number): Operation {
  if (operation.f !== event.f) {
    throw at(name, line, `process ${event.process} completes a ${event.f}, but what it invoked is a ${operation.f}`)
  }
  const type = event.type as Operation['type']
  return {
    ...operation,
    // The request may have been sent on to another node than first meant; the completion knows best.
    node: event.node,
    type,
    ret: type === 'info' ? Infinity : event.time,
    end: event.time,
    ...(hasResult(event, operation.value) ? { result: event.value } : {}),
    ...(event.error === undefined ? {} : { error: event.error }),
    ...(event.note === undefined ? {} : { note: event.note }),
  }
}

function hasResult(event: HistoryEvent, argument: Json): boolean {
  if (event.type === 'ok') return true
  if (event.type === 'info' || event.value === null) return false
  return JSON.stringify(event.value) !== JSON.stringify(argument)
}

function badTime(event: HistoryEvent, now: number, name: string, line: number): Error {
  const what = Number.isFinite(event.time) ? `goes back from ${now} to ${event.time}` : `is ${event.time}, not a finite number`
  return at(name, line, `time ${what}`)
}

function stillOpen(event: HistoryEvent, before: Operation, name: string, line: number): Error {
  return at(name, line, `process ${event.process} invokes a ${event.f} while its ${before.f} of ${before.call} ns is still open`)
}

function neverInvoked(event: HistoryEvent, name: string, line: number): Error {
  return at(name, line, `process ${event.process} completes a ${event.f} that it never invoked`)
}

function at(name: string, line: number, what: string): Error {
  return usageError(`${name}:${line}: ${what}`, 'The history is not one that capcheck recorded; no check can trust it.')
}
