import { EVENT_NS, NO_TIME, type HistoryEvent, type Operation } from '../../core/event.ts'
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
  /** What histories that capcheck exported say of places. */
  readonly home?: NodeId
  readonly phase?: Phase
}

/** The operations of a foreign history with their lines. */
export interface Paired {
  readonly operations: Operation[]
  readonly lines: readonly number[]
}

/**
 * Pairs foreign events. Their order is their order in the file, so each gets the time of its place; where clients
 * were and what was cut is not known.
 */
export function pairForeign(events: readonly ForeignEvent[], name: string): Paired {
  const ours = events.map((event, i): HistoryEvent => {
    const { line: _, home = 'n1', phase = 'before', ...rest } = event
    return { ...rest, time: i * EVENT_NS, home, node: home, side: NO_TIME, phase }
  })
  return { operations: pairEvents(ours, name, (i) => events[i]!.line), lines: linesOf(events) }
}

/** The lines of invocations; operations come in their order. */
function linesOf(events: readonly ForeignEvent[]): number[] {
  return events.filter(({ type }) => type === 'invoke').map(({ line }) => line)
}
