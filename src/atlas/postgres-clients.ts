import type { Elsewhere, Finding } from './finding.ts'

const B = 'leader-in-majority'

/** Rows of PostgreSQL that need no cut: how transactions see each other, and a connection that is lost during COMMIT. */
export const POSTGRES_CLIENTS: readonly (Finding | Elsewhere)[] = [
  {
    id: 'PG-9',
    store: 'postgres',
    title: 'read committed; the application reads balances, reckons, and writes them back',
    claim: 'Updates are lost with no fault at all: of two transfers that read the same balance the later one overwrites the other. A mistake of the application, so no CAP finding.',
    sources: ['HE'],
    experiment: {
      profile: 'PG-1',
      overrides: { lanes: { 'bank-transfer': { atomic: false, settings: { changes: 'read, then written back' } } } },
      // Some distance between clients and primary, as an application has it between its read and its write.
      script: [{ at: 'before', run: 'slow links', with: { links: ['n2->n1', 'n3->n1'], ms: 10 } }],
    },
    shapes: [B],
    workloads: ['bank-transfer'],
    expects: [
      { check: 'bank total', is: 'violated', during: 'before', of: 'bank-transfer' },
      { check: 'bank ledger', is: 'violated', during: 'before', of: 'bank-transfer' },
      { label: 'CP' },
      { label: 'CP', of: 'bank-transfer' },
    ],
    needs: [{ done: 'slow links' }],
  },
  {
    id: 'PG-10',
    store: 'postgres',
    title: 'SERIALIZABLE',
    claim: 'Two transactions each miss what the other inserted or updated (G2-item), with no fault at all.',
    sources: ['JPG20', 'HK139733'],
    notExpected: 'fixed in 13.0 and the minor releases of August 2020 (9.5.23 to 12.4). A like report for 18.4 with ON CONFLICT is open and says nothing of 17.',
  },
  {
    id: 'PG-11',
    store: 'postgres',
    title: 'remote_apply (n2), small transfers with synchronous_commit = local; reads at any node',
    claim: 'Long fork with no fault at all: a standby shows commits in the order of the log, the primary in the order in which they stop waiting. Two readers see two transfers in opposite order. Published for commits of one level, where it is rare.',
    sources: ['JRDS', 'PGS'],
    experiment: {
      profile: 'PG-5',
      overrides: {
        // Standbys apply a little late, so that commits wait long enough to be overtaken.
        serverSettings: { synchronous_standby_names: 'n2', synchronous_commit: 'remote_apply', recovery_min_apply_delay: '60ms' },
        lanes: {
          register: { route: { read: 'any' }, settings: { reads: 'any node' } },
          'bank-transfer': { route: { read: 'any', ledger: 'any' }, settings: { reads: 'any node', localBelow: 3 } },
        },
      },
      options: { beforeMs: 8000 },
    },
    shapes: [B],
    workloads: ['bank-transfer'],
    expects: [{ forks: 'seen', during: 'before', of: 'bank-transfer' }],
    needs: [{ acknowledged: 'transfer', on: 'majority', during: 'before', atLeast: 50, of: 'bank-transfer' }],
  },
  {
    id: 'PG-12',
    store: 'postgres',
    title: 'a client loses its connection while COMMIT is under way',
    claim: 'The client cannot know whether the transaction was committed, so it counts as unknown and never as failed.',
    sources: ['JPG13'],
    experiment: {
      profile: 'PG-1',
      // Answers are on their way for long enough that some connections are always lost in the middle.
      script: [{ at: 'transition', ms: -1000, run: 'slow links', with: { links: ['n2->n1', 'n3->n1'], ms: 200 } }],
    },
    shapes: ['leader-alone-refusing'],
    workloads: ['register'],
    expects: [{ booked: 'info', code: 'connection', kinds: ['write', 'cas'] }, { label: 'CP' }],
    needs: [{ done: 'slow links' }],
  },
]
