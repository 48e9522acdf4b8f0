import type { Elsewhere, Finding } from './finding.ts'
import { concerns, DEPOSED, LIKES_AT_W1, MONGODB_CLIENTS } from './mongodb-clients.ts'

const A = 'leader-alone'
const B = 'leader-in-majority'

/** n3 votes and holds no data. */
const ARBITER = { arbiter: 'n3' }

/** No write concern in the request: the server takes its own. */
const IMPLICIT = { settings: { writeConcern: 'default' } }

/** Rows of MongoDB: a replica set of three, n1 the primary. */
export const MONGODB: readonly (Finding | Elsewhere)[] = [
  {
    id: 'M-1',
    store: 'mongodb',
    title: 'w:1, read concern local, primary reads',
    claim: 'A primary that is cut off takes writes until it steps down; after the heal they are rolled back. In the majority it stays what it is.',
    sources: ['JM13', 'JM15', 'MDR', 'MDE'],
    experiment: LIKES_AT_W1,
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
    experiment: { profile: 'M-1', overrides: { serverSettings: ARBITER, lanes: { register: IMPLICIT, 'likes-counter': { kinds: ['like', 'read'], ...IMPLICIT } } }, ruins: true },
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
  ...MONGODB_CLIENTS,
]
