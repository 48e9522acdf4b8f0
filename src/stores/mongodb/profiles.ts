import type { Json } from '../../core/json.ts'
import type { Profile, ProfileLane, Route } from '../../core/profile.ts'

/**
 * The same for all profiles, which differ in concerns and routes only. `settings.*` is the replica set's configuration,
 * the rest are parameters of every mongod. Defaults in the comments.
 */
export const SERVER_SETTINGS: { readonly [name: string]: Json } = {
  // 10000, 2000, 10: a cut is noticed in 2 s.
  'settings.electionTimeoutMillis': 2000,
  'settings.heartbeatIntervalMillis': 500,
  'settings.heartbeatTimeoutSecs': 2,
  // -1: for ever. A new primary asks all for writes that it lacks, and would wait for the one that is cut off.
  'settings.catchUpTimeoutMillis': 500,
  // true. Everyone follows the primary: after a cut a follower has one old source to give up, not a chain of them.
  'settings.chainingAllowed': false,
  // 5, 1: a follower gives up a silent source after this and half the election timeout, and does not try it again. It must not
  // do so before the others are known to be away and a new primary is there: it would choose the old one once more, and wait for
  // that connection for 20 s.
  oplogNetworkTimeoutBufferSeconds: 2,
  oplogFetcherSteadyStateMaxFetcherRestarts: 0,
  // 60: a transaction whose client has gone keeps its documents for so long. Committed ones are not concerned.
  transactionLifetimeLimitSeconds: 3,
  // 16: threads that apply replicated writes. A small machine has nothing to gain from more.
  replWriterThreadCount: 2,
}

const SETTLE = {
  ms: 6000,
  why: 'election timeout 2 s (default 10 s); the old primary steps down, another is elected, and the third follows it, within 5 s as measured',
}

/** Operations per second of each side × kind: what three servers under wine answer on two processors with something to spare. */
const RATE = 12

interface Concerns {
  readonly writeConcern: Json
  readonly readConcern: string
  readonly readPreference: string
  /** How the bank's balances are read in one step: in a transaction at the primary, or by one `find` at a snapshot. */
  readonly atomicReads: 'transaction' | 'snapshot find'
}

/** Lanes of a profile; the bank may have a catalogue id of its own. Every step is one document, one transaction or one snapshot. */
function lanes(id: string, title: string, concerns: Concerns, bank: { id: string; title: string } = { id, title }): Profile['lanes'] {
  const { atomicReads, ...single } = concerns
  const read: Route = concerns.readPreference === 'primary' ? 'leader' : 'any'
  const route = { '*': 'leader', read, ledger: read } as const
  const lane: ProfileLane = { id, title, atomic: true, rate: RATE, route, settings: { ...single } }
  const bankSettings = { writeConcern: concerns.writeConcern, transfers: 'transaction, snapshot', reads: atomicReads, readConcern: 'snapshot', readPreference: concerns.readPreference }
  return { register: lane, 'likes-counter': lane, 'bank-transfer': { ...lane, ...bank, settings: bankSettings } }
}

export const PROFILES: readonly Profile[] = [
  {
    id: 'M-1',
    title: 'w:1, local reads at the primary',
    serverSettings: SERVER_SETTINGS,
    lanes: lanes('M-1', 'w:1, local reads at the primary', { writeConcern: 1, readConcern: 'local', readPreference: 'primary', atomicReads: 'transaction' }),
    settle: SETTLE,
    expected: { 'leader-alone': 'neither', 'leader-in-majority': 'CP' },
    caveat: 'the leader was never on the minority side; when it is, acknowledged writes are rolled back',
  },
  {
    id: 'M-4',
    title: 'w:majority, linearizable reads',
    serverSettings: SERVER_SETTINGS,
    lanes: lanes(
      'M-4',
      'w:majority, linearizable reads',
      { writeConcern: 'majority', readConcern: 'linearizable', readPreference: 'primary', atomicReads: 'transaction' },
      { id: 'M-6', title: 'transactions, snapshot and w:majority' },
    ),
    settle: SETTLE,
    expected: { 'leader-alone': 'CP', 'leader-in-majority': 'CP' },
    caveat:
      'transactions are promised snapshot isolation, not strict serializability; a compare-and-set that finds another value writes nothing, and waits only for earlier writes',
  },
  {
    id: 'M-5',
    title: 'w:majority, reads at any member',
    serverSettings: SERVER_SETTINGS,
    lanes: lanes('M-5', 'w:majority, reads at any member', {
      writeConcern: 'majority',
      readConcern: 'local',
      readPreference: 'nearest',
      atomicReads: 'snapshot find',
    }),
    settle: SETTLE,
    expected: { 'leader-alone': 'neither', 'leader-in-majority': 'neither' },
  },
]
