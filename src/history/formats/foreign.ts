import type { HistoryEvent, Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { pairEvents } from '../pairing.ts'

/** Formats that can be read. */
export const FORMATS = ['jsonl', 'jepsen-edn', 'elle-edn', 'porcupine-etcd', 'porcupine-kv'] as const
export type Format = (typeof FORMATS)[number]

/** What the object behind a history is: enough to choose a model by, and no more than data. */
export type ObjectKind =
  | { readonly model: 'register'; readonly initial: Json; readonly failedCas: 'nothing' | 'mismatch' }
  | { readonly model: 'append-kv' }
  | { readonly model: 'list-append' }

/** A history from a file of any format, ready to be checked. */
export interface ReadHistory {
  readonly format: Format
  readonly operations: readonly Operation[]
  readonly object: ObjectKind
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
}

/** Nanoseconds between two lines of a history that has no times of its own: a microsecond, so that all differ. */
const LINE_NS = 1000

/**
 * Pairs foreign events. Their order is their order in the file, so each gets the time of its place; where clients
 * were and what was cut is not known.
 */
export function pairForeign(events: readonly ForeignEvent[], name: string): Operation[] {
  const ours = events.map((event, i): HistoryEvent => {
    const { line: _, ...rest } = event
    return { ...rest, time: i * LINE_NS, home: 'n1', node: 'n1', side: 'unknown', phase: 'before' }
  })
  return pairEvents(ours, name, (i) => events[i]!.line)
}
