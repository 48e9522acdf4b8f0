import { CASSANDRA_APPLICATIONS } from './cassandra-applications.ts'
import type { Elsewhere, Finding } from './finding.ts'

/** All nodes are equal, so one shape stands for all cuts. */
const CUT = 'leader-alone'

/** Rows of Cassandra: three nodes, replication factor 3, every coordinator a replica. */
export const CASSANDRA: readonly (Finding | Elsewhere)[] = [
  {
    id: 'C-1',
    store: 'cassandra',
    title: 'write ONE, read ONE',
    claim: 'Both sides take everything and diverge; after the heal the last timestamp wins, so acknowledged writes of one side are overwritten.',
    sources: ['K15', 'CAG', 'CA13'],
    experiment: { profile: 'C-1' },
    shapes: [CUT],
    workloads: ['register'],
    expects: [{ label: 'AP' }, { witnessIn: ['steady'] }, { check: 'convergence', is: 'holds' }, { answered: 'all', kinds: ['read', 'write'], on: 'minority' }],
  },
  {
    id: 'C-2',
    store: 'cassandra',
    title: 'write ALL, read ONE',
    claim: 'Writes fail on both sides and reads go on. A write that timed out may show on one side only.',
    sources: ['CAD', 'DSA'],
    experiment: { profile: 'C-1', overrides: { lanes: { register: { settings: { write: 'ALL', read: 'ONE' } } } } },
    shapes: [CUT],
    workloads: ['register'],
    expects: [
      { label: ['neither', 'CP'] },
      { answered: 'none', kinds: ['write'], on: 'minority' },
      { answered: 'none', kinds: ['write'], on: 'majority' },
      { answered: 'all', kinds: ['read'], on: 'minority' },
      { answered: 'all', kinds: ['read'], on: 'majority' },
    ],
  },
  {
    id: 'C-3',
    store: 'cassandra',
    title: 'write QUORUM, read QUORUM, clients with one clock',
    claim: 'The minority is refused, the majority works. Without skewed clocks nothing contradicts.',
    sources: ['CAD', 'CA13', 'K15'],
    experiment: { profile: 'C-3' },
    shapes: [CUT],
    workloads: ['register'],
    expects: [
      { label: 'CP' },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
    ],
  },
  {
    id: 'C-3s',
    store: 'cassandra',
    title: 'as C-3, with the clock of clients beside n3 two seconds behind',
    claim: 'An acknowledged write with the older timestamp is never seen, with no fault at all: the last write wins by what clients call the time.',
    sources: ['CAD', 'CA13', 'K15'],
    experiment: { profile: 'C-3', overrides: { lanes: { register: { settings: { clockSkewMs: { n3: -2000 } } } } } },
    shapes: [CUT],
    workloads: ['register'],
    expects: [
      { label: 'neither' },
      { check: 'linearizability', is: 'violated' },
      { witnessIn: ['before'] },
      { answered: 'none', kinds: ['read', 'write'], on: 'minority' },
      { answered: 'all', kinds: ['read', 'write'], on: 'majority' },
    ],
  },
  {
    id: 'C-3n',
    store: 'cassandra',
    title: 'as C-3, table option read_repair = NONE, links of n1 that come and go',
    claim: 'A write that timed out has reached one replica only. Once its links are open, and before hints arrive, a quorum read that asks this replica sees it, and a later one that asks the others does not.',
    sources: ['CARR'],
    experiment: {
      profile: 'C-3',
      overrides: {
        // Few writes, so that one of n1 is often the newest of its key when the links open.
        lanes: { register: { rate: 4, settings: { readRepair: 'NONE' } } },
      },
      // Each time that the links open is one chance, and one in several of them shows it.
      options: { minAttempts: 40, steadyMs: 40_000 },
    },
    shapes: ['flapping-leader'],
    workloads: ['register'],
    expects: [{ check: 'linearizability', is: 'violated', rare: true }, { booked: 'info', code: 'write-timeout', kinds: ['write'] }],
  },
  {
    id: 'C-4',
    store: 'cassandra',
    title: 'lightweight transactions, SERIAL reads',
    claim: 'The minority is refused; the register is linearizable on the majority.',
    sources: ['CAG', 'C12126'],
    experiment: { profile: 'C-4' },
    shapes: [CUT],
    workloads: ['register', 'likes-counter'],
    expects: [
      { label: 'CP' },
      { label: 'CP', of: 'likes-counter' },
      { answered: 'none', kinds: ['read', 'write', 'cas'], on: 'minority' },
      { answered: 'all', kinds: ['read'], on: 'majority' },
    ],
  },
  {
    id: 'C-5',
    store: 'cassandra',
    title: 'lightweight transactions, reads at ONE',
    claim: 'Reads at ONE are stale.',
    sources: ['CAG', 'SC6299'],
    experiment: { profile: 'C-4', overrides: { lanes: { register: { settings: { read: 'ONE' } } } } },
    shapes: [CUT],
    workloads: ['register'],
    expects: [
      { label: 'neither' },
      { witnessIn: ['steady'] },
      { answered: 'none', kinds: ['write', 'cas'], on: 'minority' },
      { answered: 'all', kinds: ['read'], on: 'minority' },
    ],
  },
  {
    id: 'C-6',
    store: 'cassandra',
    title: 'lightweight compare-and-set and plain writes on one row, the clocks of clients half a second ahead',
    claim: 'A lightweight transaction that read a plain write, and was reported as applied, loses against it: one has the time of a node, the other that of a client.',
    sources: ['C11000'],
    experiment: { profile: 'C-4', overrides: { lanes: { register: { settings: { plainWrites: true, clockSkewMs: { n1: 500, n2: 500, n3: 500 } } } } } },
    shapes: [CUT],
    workloads: ['register'],
    expects: [{ label: 'neither' }, { check: 'linearizability', is: 'violated' }, { witnessIn: ['before', 'steady'] }],
    needs: [{ acknowledged: 'cas', on: 'majority', during: 'before' }],
  },
  ...CASSANDRA_APPLICATIONS,
]
