import type { Profile, ProfileLane } from '../../core/profile.ts'

/** The default of 60 s would make every cut wait that long; printed with each result. */
const FAST_DETECTION = {
  wal_sender_timeout: '2s',
  wal_receiver_timeout: '2s',
  wal_receiver_status_interval: '500ms',
  wal_retrieve_retry_interval: '500ms',
  deadlock_timeout: '200ms',
}

const SETTLE = {
  ms: 4000,
  why: 'wal_sender_timeout and wal_receiver_timeout are 2 s (default 60 s); both have passed twice',
}

/** All workloads of PostgreSQL are single statements or transactions, so every step is atomic. */
function lanes(id: string, title: string, read: 'any' | 'leader'): Profile['lanes'] {
  const lane: ProfileLane = {
    id,
    title,
    atomic: true,
    route: { '*': 'leader', read, ledger: read },
    settings: { isolation: 'read committed', reads: read === 'any' ? 'any node' : 'primary only', writes: 'primary only' },
  }
  return { register: lane, 'bank-transfer': lane, 'likes-counter': lane }
}

const ASYNC = { ...FAST_DETECTION, synchronous_standby_names: '', synchronous_commit: 'on' }
const SYNC = { ...FAST_DETECTION, synchronous_standby_names: 'ANY 1 (n2,n3)', synchronous_commit: 'on' }

export const PROFILES: readonly Profile[] = [
  {
    id: 'PG-1',
    title: 'asynchronous, primary only',
    serverSettings: ASYNC,
    lanes: lanes('PG-1', 'asynchronous, primary only', 'leader'),
    settle: SETTLE,
    expected: { 'leader-alone': 'CP', 'leader-in-majority': 'CP' },
    caveat: 'no promotion: a failed primary would need one, and with it PG-3 or PG-4',
  },
  {
    id: 'PG-2',
    title: 'asynchronous, standby reads',
    serverSettings: ASYNC,
    lanes: lanes('PG-2', 'asynchronous, standby reads', 'any'),
    settle: SETTLE,
    expected: { 'leader-alone': 'neither', 'leader-in-majority': 'neither' },
  },
  {
    id: 'PG-5',
    title: 'synchronous (ANY 1 of 2), primary only',
    serverSettings: SYNC,
    lanes: lanes('PG-5', 'synchronous (ANY 1 of 2), primary only', 'leader'),
    settle: SETTLE,
    expected: { 'leader-alone': 'CP', 'leader-in-majority': 'CP' },
    caveat: 'no promotion, and no waiting commit was cancelled (PG-6)',
  },
]
