import type { Script } from '../core/script.ts'
import type { Finding } from './finding.ts'

const A = 'leader-alone'
/** PostgreSQL has no failover manager of its own, so the script is part of the configuration. */
const PROMOTION = 'fencing and promotion are done by a script of the harness, as a failover manager would'
/** A primary that was left behind never comes back: embedded PostgreSQL has no pg_rewind. Clients find the new one long before. */
const HEAL = { healLimitMs: 4000 }
const FAILOVER: Script = [
  { at: 'transition', ms: 500, run: 'fence', with: { node: 'n1' } },
  { at: 'transition', ms: 800, run: 'promote', with: { among: ['n2', 'n3'] } },
]

/** Rows of PostgreSQL in which a standby is promoted while n1 is alone. */
export const POSTGRES_FAILOVER: readonly Finding[] = [
  {
    id: 'PG-3',
    store: 'postgres',
    title: 'asynchronous; n2 or n3 is promoted, n1 is not fenced; primary only',
    claim:
      'Two primaries take writes, each for its side. At the heal the history of the old one is thrown away, and what it had acknowledged with it; the total of the bank stays right. A standby refuses writes itself: clients beside it are served by the new primary.',
    sources: ['PGD', 'derived'],
    experiment: {
      profile: 'PG-1',
      // A client that the cut caught in the middle of a transaction would hold its locks at n1 for ever.
      overrides: { caveat: PROMOTION, serverSettings: { idle_in_transaction_session_timeout: '1s' } },
      ruins: true,
      options: HEAL,
      script: [
        { at: 'transition', ms: 800, run: 'promote', with: { among: ['n2', 'n3'] } },
        { at: 'heal', run: 'fence', with: { node: 'n1' } },
      ],
    },
    shapes: [A],
    workloads: ['register', 'bank-transfer'],
    expects: [
      { side: 'AP' },
      { side: 'AP', of: 'bank-transfer' },
      { witnessIn: ['steady'] },
      { answered: 'all', kinds: ['read', 'write'], on: 'minority' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { check: 'bank ledger', is: 'violated', of: 'bank-transfer' },
      { check: 'bank total', is: 'holds', of: 'bank-transfer' },
    ],
    needs: [{ done: 'promote' }, { done: 'fence' }, { acknowledged: 'write', on: 'minority', during: 'steady' }],
  },
  {
    id: 'PG-4',
    store: 'postgres',
    title: 'asynchronous; n1 is fenced and n2 or n3 promoted while part of the log was under way; primary only',
    claim: 'What n1 had acknowledged and not shipped is lost, so that the new primary answers with older values than clients were told. The lag at the cut bounds the loss.',
    sources: ['PGD', 'PA1411'],
    experiment: {
      profile: 'PG-1',
      overrides: { caveat: PROMOTION },
      ruins: true,
      options: HEAL,
      // The links are slow for exactly as long before the cut as a byte takes, so no answer to a client comes late.
      script: [
        { at: 'transition', ms: -600, run: 'slow links', with: { links: ['n2->n1', 'n3->n1'], ms: 600 } },
        ...FAILOVER,
      ],
    },
    shapes: [A],
    // No bank: transfers of clients on the slow side would go on holding their locks, and n1 would acknowledge none.
    workloads: ['register', 'likes-counter'],
    expects: [
      { label: 'neither' },
      { label: 'neither', of: 'likes-counter' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { check: 'linearizability', is: 'violated' },
    ],
    needs: [{ done: 'slow links' }, { done: 'fence' }, { done: 'promote', figure: 'unshippedBytes', atLeast: 1 }, { happened: 'leader change' }],
  },
  {
    id: 'PG-5c',
    store: 'postgres',
    title: 'as PG-5a; n1 is fenced, then whichever of n2 and n3 has more of the log is promoted',
    claim: 'The new primary has every commit that was acknowledged. What became of those that were waiting nobody can tell.',
    sources: ['PGD'],
    experiment: { profile: 'PG-5', overrides: { caveat: PROMOTION }, ruins: true, options: HEAL, script: FAILOVER },
    shapes: [A],
    workloads: ['register', 'bank-transfer'],
    expects: [
      { label: 'CP' },
      { label: 'CP', of: 'bank-transfer' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { check: 'register lost writes', is: 'holds' },
      { check: 'bank ledger', is: 'holds', of: 'bank-transfer' },
    ],
    needs: [{ done: 'fence' }, { done: 'promote' }, { happened: 'leader change' }],
  },
  {
    id: 'PG-5d',
    store: 'postgres',
    title: 'as PG-5c, but n1 is not fenced and its clients go on reading there',
    claim: 'n1 answers with old values beside newer ones that the new primary has acknowledged; its own writes wait for ever.',
    sources: ['derived'],
    experiment: {
      profile: 'PG-5',
      overrides: { caveat: PROMOTION },
      ruins: true,
      options: HEAL,
      script: [{ at: 'transition', ms: 800, run: 'promote', with: { among: ['n2', 'n3'] } }],
    },
    shapes: [A],
    workloads: ['register', 'bank-transfer'],
    expects: [
      { label: 'neither' },
      { label: 'neither', of: 'bank-transfer' },
      { witnessIn: ['steady'] },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'all', kinds: ['read'], on: 'minority' },
      { answered: 'none', kinds: ['write'], on: 'minority' },
      { check: 'register lost writes', is: 'holds' },
    ],
    needs: [{ done: 'promote' }, { happened: 'leader change' }],
  },
  {
    id: 'PG-6',
    store: 'postgres',
    title: 'as PG-5c, and statements that wait for a standby are cancelled before n1 is fenced',
    claim: 'A cancelled wait ends with a warning and success: the commit can be read at n1, and is gone after the failover.',
    sources: ['PGS', 'PA1412'],
    experiment: {
      profile: 'PG-5',
      // As in PG-3, but within the time in which waits are cancelled: transfers that wait for such a lock have no commit to cancel.
      overrides: { caveat: PROMOTION, serverSettings: { idle_in_transaction_session_timeout: '500ms' } },
      ruins: true,
      options: HEAL,
      script: [
        { at: 'transition', ms: 300, run: 'cancel waits', with: { node: 'n1' }, repeat: { everyMs: 200, untilMs: 2000 } },
        { at: 'transition', ms: 2200, run: 'fence', with: { node: 'n1' } },
        { at: 'transition', ms: 2500, run: 'promote', with: { among: ['n2', 'n3'] } },
      ],
    },
    shapes: [A],
    workloads: ['register', 'bank-transfer'],
    expects: [
      { label: 'neither' },
      { label: 'neither', of: 'bank-transfer' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { check: 'linearizability', is: 'violated' },
      { check: 'bank ledger', is: 'violated', of: 'bank-transfer' },
    ],
    needs: [
      { done: 'cancel waits', figure: 'cancelled', atLeast: 1 },
      { acknowledged: 'write', on: 'minority', during: 'transition' },
      { acknowledged: 'transfer', on: 'minority', during: 'transition', of: 'bank-transfer' },
      { done: 'fence' },
      { done: 'promote', figure: 'unshippedBytes', atLeast: 1 },
    ],
  },
]
