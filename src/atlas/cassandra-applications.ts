import type { Elsewhere, Finding } from './finding.ts'

/** All nodes are equal, so one shape stands for all cuts. */
const CUT = 'leader-alone'

/** Rows of Cassandra about counters and banks, and about outcomes that nobody knows. */
export const CASSANDRA_APPLICATIONS: readonly (Finding | Elsewhere)[] = [
  {
    id: 'C-7',
    store: 'cassandra',
    title: 'counter columns, add at ONE, read at ONE',
    claim: 'Both sides take adds, reads are stale; after the heal the total lies between what was acknowledged and that plus what is unknown. An add is carried out by a live replica drawn at random, so it may wait for another node though ONE needs none.',
    sources: ['CACQL', 'RJ', 'CSP'],
    experiment: { profile: 'C-1' },
    shapes: [CUT],
    workloads: ['likes-counter'],
    expects: [
      { label: 'AP', of: 'likes-counter' },
      { check: 'counter final', is: 'holds', of: 'likes-counter' },
      { check: 'counter bounds', is: 'violated', of: 'likes-counter' },
    ],
  },
  {
    id: 'C-7r',
    store: 'cassandra',
    title: 'as C-7, and a like that timed out is sent again; answers to n1 are slow before the cut',
    claim: 'An add is not idempotent: one that was carried out and not answered in time is counted twice.',
    sources: ['CACQL', 'DSI'],
    experiment: {
      profile: 'C-1',
      overrides: {
        // Longer than this take the answers to adds of n1 that another node carries out; reads still have time.
        serverSettings: { counter_write_request_timeout: '500ms' },
        lanes: { 'likes-counter': { kinds: ['like', 'read'], settings: { blindRetry: true } } },
      },
      script: [{ at: 'transition', ms: -14_000, run: 'slow links', with: { links: ['n2->n1', 'n3->n1'], ms: 700 } }],
      // More are counted twice before the cut than are lost in it; those are unknown, and might all have happened.
      options: { beforeMs: 15_000 },
      // Its server settings are those of a cluster of its own.
      ruins: true,
    },
    shapes: [CUT],
    workloads: ['likes-counter'],
    expects: [{ check: 'counter final', is: 'violated', figure: 'over', of: 'likes-counter' }],
    needs: [{ done: 'slow links' }, { sentTwice: 'like', atLeast: 5, of: 'likes-counter' }],
  },
  {
    id: 'C-8',
    store: 'cassandra',
    title: 'counter columns, add at QUORUM, read at QUORUM',
    claim: 'The minority is refused and the totals lie within their bounds.',
    sources: ['derived'],
    experiment: { profile: 'C-3' },
    shapes: [CUT],
    workloads: ['likes-counter'],
    expects: [
      { label: ['CP', 'neither'], of: 'likes-counter' },
      { check: 'counter final', is: 'holds', of: 'likes-counter' },
      { answered: 'none', kinds: ['like', 'read'], on: 'minority', of: 'likes-counter' },
      { answered: 'all', kinds: ['like', 'read'], on: 'majority', of: 'likes-counter' },
    ],
  },
  {
    id: 'C-9',
    store: 'cassandra',
    title: 'likes that are read and written back, in a plain column at QUORUM',
    claim: 'Of two likes that read the same number one is lost, with no fault at all.',
    sources: ['CA13'],
    experiment: {
      profile: 'C-3',
      overrides: { lanes: { 'likes-counter': { atomic: false, kinds: ['like', 'read'], settings: { readModifyWrite: true } } } },
      // Nodes some way apart, so that others come between what is read and what is written.
      script: [{ at: 'before', run: 'slow links', with: { links: ['n1->n2', 'n2->n1', 'n1->n3', 'n3->n1', 'n2->n3', 'n3->n2'], ms: 40 } }],
    },
    shapes: [CUT],
    workloads: ['likes-counter'],
    expects: [
      { check: 'counter final', is: 'violated', figure: 'lost', of: 'likes-counter' },
      { check: 'counter bounds', is: 'violated', during: 'before', of: 'likes-counter' },
      { answered: 'none', kinds: ['like', 'read'], on: 'minority', of: 'likes-counter' },
    ],
    needs: [{ done: 'slow links' }],
  },
  {
    id: 'C-10',
    store: 'cassandra',
    title: 'transfer by logged batch over two partitions, balances read and written back',
    claim: 'A batch is all or nothing in the end, but not isolated, and unconditional: the total is wrong, and stays wrong.',
    sources: ['CAG', 'RJ'],
    experiment: { profile: 'C-3' },
    shapes: [CUT],
    workloads: ['bank-transfer'],
    expects: [
      { check: 'bank total', is: 'violated', of: 'bank-transfer' },
      { answered: 'none', kinds: ['transfer'], on: 'minority', of: 'bank-transfer' },
    ],
  },
  {
    id: 'C-11',
    store: 'cassandra',
    title: 'transfer by conditional batch, all accounts in one partition, SERIAL reads',
    claim: 'The total stays right; the minority is refused.',
    sources: ['CAG', 'derived'],
    experiment: { profile: 'C-4' },
    shapes: [CUT],
    workloads: ['bank-transfer'],
    expects: [
      { label: 'CP', of: 'bank-transfer' },
      { check: 'bank total', is: 'holds', of: 'bank-transfer' },
      { answered: 'none', kinds: ['transfer', 'read'], on: 'minority', of: 'bank-transfer' },
    ],
  },
  {
    id: 'C-12a',
    store: 'cassandra',
    title: 'a counter add that times out, and one that is refused as Unavailable',
    claim: 'A time-out leaves it open whether the add happened; Unavailable says that it did not.',
    sources: ['CAD', 'SC6299'],
    experiment: { profile: 'C-3' },
    shapes: [CUT],
    workloads: ['likes-counter'],
    expects: [
      { booked: 'info', code: 'write-timeout', kinds: ['like', 'unlike'], of: 'likes-counter' },
      { booked: 'fail', code: 'unavailable', kinds: ['like', 'unlike'], of: 'likes-counter' },
    ],
  },
  {
    id: 'C-12b',
    store: 'cassandra',
    title: 'a lightweight transaction that times out and cannot be decided afterwards',
    claim: 'It may or may not be applied, also later.',
    sources: ['CAD', 'SC6299'],
    experiment: { profile: 'C-4' },
    shapes: [CUT],
    workloads: ['register'],
    expects: [
      { booked: 'info', code: 'still-unknown', kinds: ['write', 'cas'] },
      { booked: 'fail', code: 'unavailable', kinds: ['write', 'cas'] },
    ],
  },
  {
    id: 'C-13',
    store: 'cassandra',
    title: 'LOCAL_SERIAL over two data centres',
    claim: 'Each data centre keeps a quorum of its own and accepts; the same row diverges, and the last write wins at the heal.',
    sources: ['CAG', 'derived'],
    notExpected: 'it needs two data centres of three nodes each; clusters here have three nodes.',
  },
]
