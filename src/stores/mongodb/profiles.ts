import type { Json } from '../../core/json.ts'
import type { Profile, ProfileLane, Route } from '../../core/profile.ts'

/**
 * The same for all profiles, which differ in concerns and routes only. `settings.*` is the replica set's configuration,
 * the rest are parameters of every mongod. Defaults: electionTimeoutMillis 10000, heartbeatIntervalMillis 2000,
 * heartbeatTimeoutSecs 10, chainingAllowed true, oplogNetworkTimeoutBufferSeconds 5, replWriterThreadCount 16.
 */
export const SERVER_SETTINGS: { readonly [name: string]: Json } = {
  'settings.electionTimeoutMillis': 2000,
  'settings.heartbeatIntervalMillis': 500,
  'settings.heartbeatTimeoutSecs': 2,
  // Everyone follows the primary: after a cut a follower has one old source to give up, not a chain of them.
  'settings.chainingAllowed': false,
  // How long a follower waits in silence, beyond half the election timeout, before it gives up its source.
  oplogNetworkTimeoutBufferSeconds: 1,
  // Threads that apply replicated writes. The small machine has nothing to gain from more.
  replWriterThreadCount: 2,
}

const SETTLE = {
  ms: 8000,
  why: 'electionTimeoutMillis is 2 s (default 10 s); the survivor leaves its old sync source 2 s after the last byte, then majority writes go on',
}

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
  const lane: ProfileLane = { id, title, atomic: true, route, settings: { ...single } }
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
    caveat: 'transactions are promised snapshot isolation, not strict serializability',
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
