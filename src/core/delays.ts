import type { NodeId } from './ids.ts'
import type { Json } from './json.ts'
import type { FaultRecord, LaneInfo, PinRecord, ProbeRecord, ViewRecord } from './trial.ts'

/** A stretch of time in which all links had one delay and load was sent. All operations sent in it also ended in it. */
export interface DelayVisit {
  /** Milliseconds added to every link between nodes, in each direction: a round trip takes twice as much more. */
  readonly delayMs: number
  /** Nanoseconds since the start of the experiment. */
  readonly from: number
  readonly to: number
}

/** Figures of the experiment, all in milliseconds. */
export interface DelayOptions {
  /** Each is visited on the way up and again on the way down. The first is 0. */
  readonly delaysMs: readonly number[]
  /** Load before the first visit, so that caches, pools and compilers are warm. */
  readonly warmUpMs: number
  /** Length of one visit. */
  readonly visitMs: number
  /** Time from one operation of a client to its next; more when the answer takes longer. */
  readonly everyMs: number
  readonly deadlineMs: number
}

/**
 * Everything about one experiment with slow links that is not an operation: how latency depends on the delay between
 * nodes while nothing is cut. Written as `delays.json` beside its history files.
 */
export interface DelaysRecord {
  readonly schemaVersion: 1
  readonly store: string
  /** Id and title of the configuration that the cluster had. */
  readonly config: string
  readonly seed: number
  readonly nodes: readonly NodeId[]
  /** The leader before the first visit; `null` for a store without leaders. */
  readonly leader: NodeId | null
  readonly options: DelayOptions
  readonly visits: readonly DelayVisit[]
  readonly probes: readonly ProbeRecord[]
  readonly views: readonly ViewRecord[]
  readonly pins: readonly PinRecord[]
  /** Role changes that were seen, if any. */
  readonly faults: readonly FaultRecord[]
  readonly lanes: readonly LaneInfo[]
  readonly serverSettings: { readonly [name: string]: Json }
  /** Set when the experiment did not run to its end. */
  readonly stopped?: { readonly reason: 'interrupted' | 'error'; readonly message: string }
}
