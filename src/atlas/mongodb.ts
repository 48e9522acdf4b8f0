import type { Json } from '../core/json.ts'
import type { Elsewhere, Finding } from './finding.ts'

const A = 'leader-alone'
const B = 'leader-in-majority'

/** Lanes of M-1 with other concerns; reads stay at the primary. */
function concerns(settings: { readonly [name: string]: Json }) {
  return { lanes: { register: { settings }, 'likes-counter': { settings } } }
}

/** n3 votes and holds no data. */
const ARBITER = { arbiter: 'n3' }

/** Likes alone, of clients that do not wait for long; those beside n2 reach the primary by a link that is slow before and in the cut. */
function resent(settings: { readonly [name: string]: Json }): Finding['experiment'] {
  return {
    profile: 'M-1',
    overrides: { lanes: { 'likes-counter': { kinds: ['like', 'read'], settings } } },
    script: [{ at: 'transition', ms: -2500, run: 'slow links', with: { links: ['n2->n1'], ms: 300 } }],
  }
}

/** The old primary must have lost its place, or nothing could be rolled back. */
const DEPOSED = { happened: 'leader change', at: A } as const

/** Rows of MongoDB: a replica set of three, n1 the primary. */
export const MONGODB: readonly (Finding | Elsewhere)[] = [
  {
    id: 'M-1',
    store: 'mongodb',
    title: 'w:1, read concern local, primary reads',
    claim: 'A primary that is cut off takes writes until it steps down; after the heal they are rolled back. In the majority it stays what it is.',
    sources: ['JM13', 'JM15', 'MDR', 'MDE'],
    experiment: { profile: 'M-1' },
    shapes: [A, B],
    // A later write of the same key hides the loss of a register's; the ledger of the bank keeps every transfer.
    workloads: ['register', 'bank-transfer'],
    expects: [
      { label: 'neither', at: A },
      { check: 'linearizability', is: 'violated', at: A },
      { check: 'bank ledger', is: 'violated', of: 'bank-transfer', at: A },
      { label: 'CP', at: B },
      { check: 'bank ledger', is: 'holds', of: 'bank-transfer', at: B },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
    ],
    needs: [DEPOSED, { acknowledged: 'transfer', on: 'minority', during: 'transition', of: 'bank-transfer', at: A }],
  },
  {
    id: 'M-2',
    store: 'mongodb',
    title: 'w:majority, read concern local, primary reads (the defaults since 5.0)',
    claim: 'No acknowledged write is lost. The old primary shows writes that are never acknowledged and rolled back later.',
    sources: ['MDC', 'JM15'],
    experiment: { profile: 'M-1', overrides: concerns({ writeConcern: 'majority', readConcern: 'local' }) },
    shapes: [A],
    workloads: ['register'],
    expects: [
      { label: 'neither' },
      { check: 'register lost writes', is: 'holds' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-3',
    store: 'mongodb',
    title: 'w:majority, read concern majority, primary reads',
    claim: 'Nothing dirty is read and nothing lost. A stale read at the old primary is possible for a moment, and rare.',
    sources: ['S89619', 'MDC'],
    experiment: { profile: 'M-1', overrides: concerns({ writeConcern: 'majority', readConcern: 'majority' }) },
    shapes: [A],
    workloads: ['register'],
    expects: [
      { label: ['CP', 'neither'] },
      { check: 'register lost writes', is: 'holds' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-4',
    store: 'mongodb',
    title: 'w:majority, linearizable reads of one document',
    claim: 'The minority answers nothing; the majority is back after an election.',
    sources: ['JM17', 'JM18', 'MDL'],
    experiment: { profile: 'M-4' },
    shapes: [A, B],
    workloads: ['register', 'likes-counter'],
    expects: [
      { label: 'CP' },
      { label: 'CP', of: 'likes-counter' },
      { check: 'register lost writes', is: 'holds' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-5',
    store: 'mongodb',
    title: 'w:majority, reads at any member',
    claim: 'Both sides answer reads, the minority with old data; writes of the minority are refused.',
    sources: ['K15', 'MDC'],
    experiment: { profile: 'M-5' },
    shapes: [A, B],
    workloads: ['register'],
    expects: [
      { label: 'neither' },
      { witnessIn: ['steady'] },
      { answered: 'all', kinds: ['read'], on: 'minority' },
      { answered: 'none', kinds: ['write'], on: 'minority' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-6',
    store: 'mongodb',
    title: 'transactions, read concern snapshot, w:majority',
    claim: 'The total of the bank stays right and no acknowledged transfer is lost; the minority is refused. Snapshot isolation is promised, not strict serializability.',
    sources: ['JM20'],
    experiment: { profile: 'M-4' },
    shapes: [A],
    workloads: ['bank-transfer'],
    expects: [
      { label: 'CP', of: 'bank-transfer' },
      { check: 'bank total', is: 'holds', of: 'bank-transfer' },
      { check: 'bank ledger', is: 'holds', of: 'bank-transfer' },
      { answered: 'none', kinds: ['transfer', 'read'], on: 'minority', of: 'bank-transfer' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-6x',
    store: 'mongodb',
    title: 'as M-6, on 4.2.6; or killed nodes and transactions without w:majority',
    claim: 'Read skew, cyclic information flow, effects doubled by retries.',
    sources: ['JM20', 'JMR'],
    notExpected: 'the doubled effects (SERVER-48307) were fixed in 4.2.8; the rest needs transactions that do not ask for w:majority.',
  },
  {
    id: 'M-7a',
    store: 'mongodb',
    title: 'a primary, one secondary and an arbiter; no write concern named',
    claim: 'With one data-bearing member besides the primary the implicit write concern is w:1, so all is as in M-1: the old primary takes writes that are rolled back.',
    sources: ['MDW', 'derived'],
    experiment: { profile: 'M-1', overrides: { serverSettings: ARBITER, ...concerns({ writeConcern: 'default' }) }, ruins: true },
    shapes: [A],
    workloads: ['register', 'likes-counter'],
    expects: [
      { label: 'neither' },
      { check: 'counter final', is: 'violated', figure: 'lost', of: 'likes-counter' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
    ],
    needs: [DEPOSED, { acknowledged: 'like', on: 'minority', during: 'transition', of: 'likes-counter' }],
  },
  {
    id: 'M-7b',
    store: 'mongodb',
    title: 'a primary, one secondary and an arbiter; w:majority, linearizable reads',
    claim: 'A majority of the votes elects a primary, but no majority holds data: nobody can write.',
    sources: ['MDW', 'derived'],
    experiment: { profile: 'M-4', overrides: { serverSettings: ARBITER }, ruins: true },
    shapes: [A],
    workloads: ['register'],
    expects: [
      { label: 'CP' },
      { answered: 'none', kinds: ['read', 'write'], on: 'majority' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { check: 'register lost writes', is: 'holds' },
    ],
    needs: [DEPOSED],
  },
  {
    id: 'M-8',
    store: 'mongodb',
    title: 'w:majority with a wtimeout that expires',
    claim: 'The write ends in an error and yet stands, and may become durable: unknown, never failed.',
    sources: ['MDW'],
    experiment: { profile: 'M-1', overrides: concerns({ writeConcern: 'majority', wtimeoutMs: 500 }) },
    shapes: [A],
    workloads: ['register'],
    expects: [{ booked: 'info', code: 'write-concern WriteConcern', kinds: ['write', 'cas'] }, { check: 'register lost writes', is: 'holds' }],
    needs: [DEPOSED],
  },
  {
    id: 'M-9',
    store: 'mongodb',
    title: 'a causal session at w:1, read concern local, at the primary that is cut off',
    claim: 'After the rollback the session misses what it had written, and read, itself: neither read your writes nor monotonic reads.',
    sources: ['JM18', 'MDC'],
    experiment: {
      profile: 'M-1',
      script: [
        { at: 'transition', ms: 300, run: 'causal writes' },
        { at: 'after', run: 'causal reads' },
      ],
    },
    shapes: [A],
    workloads: ['register'],
    expects: [{ reported: 'causal reads', figure: 'missing' }],
    needs: [DEPOSED, { done: 'causal writes', figure: 'readBack' }],
  },
  {
    id: 'M-10',
    store: 'mongodb',
    title: 'likes by $inc, w:1',
    claim: 'Acknowledged likes vanish when the old primary rolls back: the count ends below what was acknowledged.',
    sources: ['JM13', 'derived'],
    experiment: { profile: 'M-1' },
    shapes: [A],
    workloads: ['likes-counter'],
    expects: [
      { label: 'neither', of: 'likes-counter' },
      { check: 'counter final', is: 'violated', of: 'likes-counter' },
    ],
    needs: [DEPOSED, { acknowledged: 'like', on: 'minority', during: 'transition', of: 'likes-counter' }],
  },
  {
    id: 'M-11a',
    store: 'mongodb',
    title: 'likes by $inc, w:1, sent again blindly after 400 ms without an answer; a slow link to the primary',
    claim: 'The first attempt was carried out and its answer late, so the like counts twice.',
    sources: ['MDW', 'derived'],
    experiment: resent({ resendAfterMs: 400 }),
    shapes: [B],
    workloads: ['likes-counter'],
    expects: [{ check: 'counter final', is: 'violated', figure: 'over', of: 'likes-counter' }],
    needs: [{ done: 'slow links' }, { sentTwice: 'like', atLeast: 20, of: 'likes-counter' }],
  },
  {
    id: 'M-11b',
    store: 'mongodb',
    title: 'as M-11a, with the session and number that drivers send when they retry writes',
    claim: 'The server knows the second attempt by its number and does nothing again: every like counts once.',
    sources: ['MDW'],
    experiment: resent({ resendAfterMs: 400, numbered: true }),
    shapes: [B],
    workloads: ['likes-counter'],
    expects: [{ check: 'counter final', is: 'holds', of: 'likes-counter' }],
    needs: [{ done: 'slow links' }, { sentTwice: 'like', atLeast: 20, of: 'likes-counter' }],
  },
  {
    id: 'M-12',
    store: 'mongodb',
    title: 'replication protocol version 0, or 3.4.0-rc3',
    claim: 'Acknowledged majority writes are lost.',
    sources: ['JM17'],
    notExpected: 'fixed in 3.2.12 and 3.4.0; protocol version 0 is gone since 4.0.',
  },
]
