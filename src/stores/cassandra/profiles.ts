import type { Profile, ProfileLane } from '../../core/profile.ts'

/**
 * The same for all profiles: consistency is chosen by the client with each request. Names that begin with `cassandra.`
 * are Java system properties, all others stand in cassandra.yaml. Defaults of 5.0 in brackets.
 */
const SERVER = {
  endpoint_snitch: 'GossipingPropertyFileSnitch',
  // A read at ONE is answered by the node that was asked, not by whichever was fastest lately [true].
  dynamic_snitch: false,
  // The lowest value that Cassandra takes [8].
  phi_convict_threshold: 5,
  // Phi counts in mean gaps between heartbeats, so a limit to the gaps bounds the time to conviction. Without one (5.0.5
  // mixes up the units of its default) the gap of one cut enters the mean, and the next cut is noticed seconds later.
  'cassandra.fd_initial_value_ms': 800,
  'cassandra.fd_max_interval_ms': 800,
  // All below the client's deadline, so that the server's own words arrive first [5 s, 2 s, 5 s, 10 s, 1.8 s].
  read_request_timeout: '1000ms',
  write_request_timeout: '1000ms',
  counter_write_request_timeout: '1000ms',
  range_request_timeout: '1000ms',
  // Half of that again, so that a client has time to ask what became of a lightweight transaction.
  cas_contention_timeout: '600ms',
  hinted_handoff_enabled: true,
  // Hints reach the disk, and so their sender, sooner [10 s].
  hints_flush_period: '200ms',
  // Fewer round trips under contention, and the variant meant for new clusters (cassandra_latest.yaml) [v1].
  paxos_variant: 'v2',
}

const SETTLE = {
  ms: 11_500,
  why: 'phi_convict_threshold is 5 (default 8, least 5): a peer is down after a silence of 11.5 mean heartbeat gaps, counted up to 0.8 s (fd_max_interval_ms), so 9.2 s at most; 1 s until that is looked at, 1 s for heartbeats that come round by a third node',
}

const ANY_NODE = { '*': 'any' } as const

interface Levels {
  readonly write: string
  readonly read: string
  readonly [more: string]: string
}

function lane(id: string, title: string, atomic: boolean, levels: Levels, more: Partial<ProfileLane> = {}): ProfileLane {
  return { id, title, atomic, route: ANY_NODE, settings: { ...levels, lightweight: false }, ...more }
}

const ONE: Levels = { write: 'ONE', read: 'ONE' }
const QUORUM: Levels = { write: 'QUORUM', read: 'QUORUM' }
const SERIAL = {
  route: ANY_NODE,
  atomic: true,
  // A lightweight transaction costs ten times a plain write, and those of one partition that overlap hinder each other.
  rate: 5,
  settings: { write: 'QUORUM', read: 'SERIAL', lightweight: true },
} as const

/** A plain column has no compare-and-set: that would be a lightweight transaction, which is C-4. */
const PLAIN_KINDS = { kinds: ['read', 'write'] }

export const PROFILES: readonly Profile[] = [
  {
    id: 'C-1',
    title: 'write ONE, read ONE',
    serverSettings: SERVER,
    lanes: {
      register: lane('C-1', 'write ONE, read ONE', true, ONE, PLAIN_KINDS),
      'bank-transfer': lane('C-1', 'balances read and written back at ONE (unlogged batch)', false, { ...ONE, batch: 'unlogged' }),
      'likes-counter': lane('C-7', 'counter ONE, read ONE', true, ONE),
    },
    settle: SETTLE,
    expected: { 'leader-alone': 'AP', 'leader-in-majority': 'AP' },
  },
  {
    id: 'C-3',
    title: 'write QUORUM, read QUORUM',
    serverSettings: SERVER,
    lanes: {
      register: lane('C-3', 'write QUORUM, read QUORUM', true, QUORUM, PLAIN_KINDS),
      'bank-transfer': lane('C-10', 'balances read and written back at QUORUM (logged batch)', false, { ...QUORUM, batch: 'logged' }),
      'likes-counter': lane('C-8', 'counter QUORUM, read QUORUM', true, QUORUM),
    },
    settle: SETTLE,
    expected: { 'leader-alone': ['CP', 'neither'], 'leader-in-majority': ['CP', 'neither'] },
    caveat: 'last write wins by client timestamps; all clients share one clock unless the lane says otherwise, and those with skewed clocks lose acknowledged writes (C-3s)',
  },
  {
    id: 'C-4',
    title: 'lightweight transactions, SERIAL',
    serverSettings: SERVER,
    lanes: {
      register: { id: 'C-4', title: 'lightweight transactions, SERIAL reads', ...SERIAL },
      'bank-transfer': { id: 'C-11', title: 'conditional batch in one partition, SERIAL reads', ...SERIAL },
      'likes-counter': { id: 'C-4', title: 'compare-and-set loop, SERIAL reads', ...SERIAL },
    },
    settle: SETTLE,
    expected: { 'leader-alone': 'CP', 'leader-in-majority': 'CP' },
  },
]
