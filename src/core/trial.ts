import type { Fault, LinkState } from './fault.ts'
import type { Link, NodeId } from './ids.ts'
import type { Json } from './json.ts'
import type { Effect } from './op.ts'
import type { Phase, Side } from './phase.ts'

/** When each phase began, in nanoseconds since the start of the trial. `end` closes the last one. */
export type PhaseTimes = { readonly [phase in Phase]?: number } & { readonly end?: number }

/** One verdict of one link probe, sent through the very proxy that the node uses. */
export interface ProbeRecord {
  readonly link: string
  /** Nanoseconds since the start of the trial. */
  readonly time: number
  readonly state: LinkState
  /** What the shape says the link must be. */
  readonly expected: LinkState
  readonly phase: Phase
  /** How long the probe waited, in milliseconds. */
  readonly waitedMs: number
}

/** One look at the cluster by one of its own nodes (pg_stat_replication, replSetGetStatus, system.peers and gossip). */
export interface ViewRecord {
  readonly node: NodeId
  readonly time: number
  readonly phase: Phase
  /** Did the node answer a local command? */
  readonly alive: boolean
  /** The peers that this node believes reachable. */
  readonly reachable: readonly NodeId[]
  /** `leader`, `follower`, or `peer` where the store has no leader. */
  readonly role: string
  /** The store's own words, for the reader. */
  readonly detail: Json
}

/** A client connection whose end was proved from the server. */
export interface PinRecord {
  readonly home: NodeId
  readonly node: NodeId
  /** Reads and writes have connections of their own. Records of older versions lack it, and have not all connections. */
  readonly use?: 'read' | 'write'
  /** The identity that the server itself reported. */
  readonly reported: string
  readonly proved: boolean
}

/** Something that happened to the cluster: a link cut or healed, a leader that moved. Drawn on every time axis. */
export interface FaultRecord {
  readonly time: number
  readonly phase: Phase
  readonly what: string
  readonly detail: Json
}

/** The kinds of operation of one workload. */
export interface KindInfo {
  readonly f: string
  readonly effect: Effect
}

/** One workload's share of a trial. */
export interface LaneInfo {
  readonly workload: string
  /** Path of a user's own workload file; absent for the built-in ones. */
  readonly workloadFile?: string
  /** Catalogue id and title of the profile this workload ran under, `C-7 counter ONE/ONE`. */
  readonly profile: string
  readonly profileId: string
  /** How operations were sent: consistency levels, concerns, routing. Printed. */
  readonly settings: { readonly [name: string]: Json }
  readonly kinds: readonly KindInfo[]
  /** The step under test is one atomic operation of the store, so a broken invariant is a C witness and not only impact. */
  readonly atomic: boolean
  /** The workload's own facts that its checks need (accounts, posts, initial balances). */
  readonly facts: { readonly [name: string]: Json }
  /** File name of its history in the trial folder. */
  readonly history: string
  /** Operations that were due but not sent, because the limit of operations in flight was reached. */
  readonly unsent: number
}

/**
 * Everything about one trial (one cut of one cluster configuration) that is not an operation.
 * Written as `trial.json` beside the history files; together they are all that `capcheck check` needs.
 */
export interface TrialRecord {
  readonly schemaVersion: 1
  readonly id: string
  readonly store: string
  /** What courses say of this brand. */
  readonly textbook: 'CP' | 'AP'
  readonly config: string
  /** Catalogue ids of the findings that this trial repeats, where it does. */
  readonly findings?: readonly string[]
  readonly seed: number
  readonly shape: string
  /** Which of several repetitions with the same settings this is, from 1; absent when there is one only. */
  readonly repetition?: number
  /** `sandbox`, `docker` or `compose`. */
  readonly provider: string
  readonly nodes: readonly NodeId[]
  readonly sides: { readonly [side: Side]: readonly NodeId[] }
  /** What was done to links and nodes. Older records lack it: `cutLinks` were black holes then. See `faultOf`. */
  readonly fault?: Fault
  /** Side of the leader at the cut; for a store without leaders the side of n1. */
  readonly leaderSide: Side
  /** Leader at the cut, `null` for a store without leaders. */
  readonly leader: NodeId | null
  /** The links that let nothing through during the cut. */
  readonly cutLinks: readonly Link[]
  readonly phases: PhaseTimes
  /** Milliseconds after which a request counts as not answered. */
  readonly deadlineMs: number
  /** Attempts per side and kind in steady below which no verdict is given. */
  readonly minAttempts: number
  /** Milliseconds that steady waits for the store's failure detection, and where the number comes from. */
  readonly settle: { readonly ms: number; readonly why: string }
  readonly healthyBefore: { readonly ok: boolean; readonly detail: string }
  /** Nodes that were killed and could not be started again with their data; they stay away to the end. */
  readonly away?: readonly NodeId[]
  readonly recovered: { readonly ok: boolean; readonly afterMs: number | null; readonly detail: string }
  /** Time from the heal until all nodes gave the same final answers twice in a row; null when they never did. */
  readonly convergedMs: number | null
  readonly probes: readonly ProbeRecord[]
  readonly views: readonly ViewRecord[]
  readonly pins: readonly PinRecord[]
  readonly faults: readonly FaultRecord[]
  readonly lanes: readonly LaneInfo[]
  readonly engine: { readonly [name: string]: Json }
  /** Server and driver settings as read back or as set, for the report. */
  readonly serverSettings: { readonly [name: string]: Json }
  readonly driverSettings: { readonly [name: string]: Json }
  /** Known limits of this configuration, printed beside a CP verdict. */
  readonly caveat?: string
  /** Where wall-clock time went, in milliseconds. */
  readonly timing: { readonly [step: string]: number }
  /** Set when the trial did not run to its end. */
  readonly stopped?: { readonly reason: 'interrupted' | 'error'; readonly message: string }
}

/** Attempts of every kind at each home before the cut below which the control shows nothing, and there is no verdict. */
export function controlAttempts({ minAttempts }: Pick<TrialRecord, 'minAttempts'>): number {
  return Math.max(1, Math.min(10, minAttempts))
}
