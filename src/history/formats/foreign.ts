import { EVENT_NS, NO_PLACE, NO_TIME, type HistoryEvent, type Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Json } from '../../core/json.ts'
import type { Phase } from '../../core/phase.ts'
import { pairEvents } from '../pairing.ts'

/** Formats that can be read. */
export const FORMATS = ['jsonl', 'jepsen-edn', 'elle-edn', 'porcupine-etcd', 'porcupine-kv'] as const
export type Format = (typeof FORMATS)[number]

/** What a register is like where a format comes from. */
export interface RegisterCustoms {
  /** The value before the first write; `undefined` when the format leaves that open. */
  readonly initial?: Json
  /** What a failed compare-and-set without an answer means: nothing at all, or that another value was there. */
  readonly failedCas: 'nothing' | 'mismatch'
}

/** A history from a file of any format, ready to be checked. */
export interface ReadHistory {
  readonly format: Format
  readonly operations: readonly Operation[]
  /** The line of each operation's invocation. */
  readonly lines: readonly number[]
  readonly register: RegisterCustoms
  readonly remarks: readonly string[]
}

/** One line of a foreign history. */
export interface ForeignEvent {
  readonly process: number
  readonly type: HistoryEvent['type']
  readonly f: string
  readonly key?: string
  readonly value: Json
  readonly line: number
  /** Nanoseconds, where the history has times. */
  readonly time?: number
  /** What histories that capcheck exported say of places. */
  readonly home?: NodeId
  readonly node?: NodeId
  readonly side?: string
  readonly phase?: Phase
}

/** The operations of a foreign history with their lines. */
export interface Paired {
  readonly operations: Operation[]
  readonly lines: readonly number[]
}

/**
 * Pairs foreign events. Their order is their order in the file. Times that say the same are kept; else each gets the
 * time of its place. Where clients were and what was cut is mostly not known.
 */
export function pairForeign(events: readonly ForeignEvent[], name: string): Paired {
  const timed = haveTimes(events)
  const ours = events.map((event, i): HistoryEvent => {
    const { line: _, time, home = 'n1', node = home, side = NO_PLACE, phase = 'before', ...rest } = event
    return { ...rest, time: timed ? time! : i * EVENT_NS, home, node, side: timed ? side : NO_TIME, phase }
  })
  return { operations: pairEvents(ours, name, (i) => events[i]!.line), lines: linesOf(events) }
}

/** Equal times would make events concurrent that the file puts one after the other. */
function haveTimes(events: readonly ForeignEvent[]): boolean {
  let before = -1
  for (const { time } of events) {
    if (time === undefined || !(time > before && time <= Number.MAX_SAFE_INTEGER)) return false
    before = time
  }
  return true
}

/** The lines of invocations; operations come in their order. */
function linesOf(events: readonly ForeignEvent[]): number[] {
  return events.filter(({ type }) => type === 'invoke').map(({ line }) => line)
}
