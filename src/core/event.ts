import type { NodeId } from './ids.ts'
import type { Json } from './json.ts'
import type { OpError } from './op.ts'
import type { Phase, Side } from './phase.ts'

/**
 * One line of a history file. The vocabulary is Jepsen's; `home`, `node`, `side` and `phase` are added.
 * A `process` does one operation at a time; after `info` its number is never used again.
 */
export interface HistoryEvent {
  readonly process: number
  readonly type: 'invoke' | 'ok' | 'fail' | 'info'
  readonly f: string
  readonly key?: string | undefined
  readonly value: Json
  /** Monotonic nanoseconds since the start of the trial. */
  readonly time: number
  /** The node that the client lives beside; its availability is what is counted. */
  readonly home: NodeId
  /** The node that received the request: `home`, or the leader as seen from there through `home`'s own links. */
  readonly node: NodeId
  /** The side of `home`. */
  readonly side: Side
  readonly phase: Phase
  readonly error?: OpError | undefined
  /** Set when the store acknowledged with a warning (PostgreSQL's cancelled synchronous wait). */
  readonly note?: string | undefined
  /** Set on operations that belong to a Gilbert-Lynch probe: its number. */
  readonly probe?: number | undefined
  /** Set on operations that wait for their answer for as long as the trial lasts. */
  readonly unbounded?: true | undefined
}

/** An invocation with its completion. A missing completion (crash, Ctrl+C) counts as `info` at no known time. */
export interface Operation {
  /** Position among the operations of the history, in order of invocation, from 0. */
  readonly index: number
  readonly process: number
  readonly f: string
  readonly key?: string
  /** Argument of the invocation. */
  readonly value: Json
  /** The answer; present on `ok`, and on a `fail` that carried one (a cas that saw another value). */
  readonly result?: Json
  readonly type: 'ok' | 'fail' | 'info'
  /** Nanoseconds. */
  readonly call: number
  /** Nanoseconds; `Infinity` for `info`, which stays concurrent with everything later. */
  readonly ret: number
  /** Nanoseconds at which the client heard or gave up; for `info` the deadline. Used for availability and latency only. */
  readonly end: number
  readonly home: NodeId
  readonly node: NodeId
  readonly side: Side
  /** Phase at invocation. */
  readonly phase: Phase
  readonly error?: OpError
  readonly note?: string
  readonly probe?: number
  readonly unbounded?: true
}

/** Side of an operation whose client's place was not recorded; its times are real. */
export const NO_PLACE: Side = 'unknown'

/**
 * Side of an operation of which neither place nor time was recorded, only the order of events: event `i` of the file,
 * from 0, has the time `i * EVENT_NS`.
 */
export const NO_TIME: Side = 'untimed'
export const EVENT_NS = 1000
