import { blindSwap, failedButDone, lostLike, overdraft, retriedLike, tornTransfer } from '../broken-stores/bugs.ts'
import { everyNode, forgetAll, laggingFollowers, leaky, majority, mergeAll } from '../broken-stores/databases.ts'
import { scenarioRow, type Scenario } from '../scenario.ts'
import type { Row } from '../row.ts'

/** A bug that the register shows by itself. */
const WRONG_REGISTER = {
  lanes: ['register'],
  labels: { register: 'neither' },
  broken: [['register', 'linearizability', 'linearizability/unique-values']],
} satisfies Partial<Scenario>

/** A bug of the bank alone: the register beside it stays right. */
const WRONG_TOTAL = {
  lanes: ['register', 'bank-transfer'],
  labels: { register: 'CP', 'bank-transfer': 'neither' },
  broken: [['bank-transfer', 'bank total', 'bankTotal']],
} satisfies Partial<Scenario>

/** A bug of the likes alone. */
const WRONG_COUNT = {
  lanes: ['register', 'likes-counter'],
  labels: { register: 'CP', 'likes-counter': 'neither' },
  broken: [
    ['likes-counter', 'counter bounds', 'counterBounds'],
    ['likes-counter', 'counter final', 'counterFinal'],
  ],
} satisfies Partial<Scenario>

/** Whole trials: load, cut, probes, heal, final reads, verdict, against stores in memory. Last the two that have no bug. */
export const endToEndRows: readonly Row[] = [
  scenarioRow({
    id: 'forgets',
    bug: 'acknowledges before it stores, and forgets at the heal what it acknowledged during the cut',
    database: (network) => everyNode(network, forgetAll),
    lanes: ['register', 'bank-transfer', 'likes-counter'],
    labels: { register: 'AP', 'bank-transfer': 'AP', 'likes-counter': 'AP' },
    broken: [
      ['register', 'linearizability', 'linearizability/unique-values'],
      ['register', 'register lost writes', 'registerLost'],
      ['bank-transfer', 'bank ledger', 'bankLedger'],
      ['likes-counter', 'counter final', 'counterFinal'],
    ],
  }),
  scenarioRow({
    id: 'split-brain',
    bug: 'both sides accept everything; the last write wins at the heal',
    database: (network) => everyNode(network, mergeAll),
    lanes: ['register', 'bank-transfer'],
    labels: { register: 'AP', 'bank-transfer': 'AP' },
    broken: [
      ['register', 'Gilbert-Lynch probes', 'probes'],
      ['bank-transfer', 'bank ledger', 'bankLedger/split'],
      ['bank-transfer', 'bank stale reads', 'bankStale'],
    ],
    figures: [['register', 'convergence', 'convergence', ({ overwritten }) => Object.keys(overwritten as object).length > 0]],
  }),
  scenarioRow({
    id: 'stale-replica',
    bug: 'reads are answered from a copy that lags behind its leader',
    database: laggingFollowers,
    lanes: ['register'],
    labels: { register: 'neither' },
    broken: [
      ['register', 'linearizability', 'linearizability/unique-values'],
      ['register', 'Gilbert-Lynch probes', 'probes'],
    ],
    figures: [['register', 'register staleness', 'staleness', ({ stale }) => Number(stale) > 0]],
  }),
  scenarioRow({
    id: 'blind-swap',
    bug: 'a compare-and-set that ignores what it expects',
    database: (network) => majority(network, blindSwap),
    ...WRONG_REGISTER,
  }),
  scenarioRow({
    id: 'failed-but-done',
    bug: 'writes that are reported as failed and were carried out',
    database: (network) => majority(network, failedButDone(network)),
    ...WRONG_REGISTER,
  }),
  scenarioRow({
    id: 'torn-transfer',
    bug: 'a transfer that debits in one step and credits in another',
    database: (network) => majority(network, tornTransfer),
    ...WRONG_TOTAL,
  }),
  scenarioRow({
    id: 'overdraft',
    bug: 'transfers without a look at the balance',
    database: (network) => majority(network, overdraft),
    ...WRONG_TOTAL,
  }),
  scenarioRow({
    id: 'retried-like',
    bug: 'a retry that applies some likes twice',
    database: (network) => majority(network, retriedLike),
    ...WRONG_COUNT,
  }),
  scenarioRow({
    id: 'lost-like',
    bug: 'some likes are acknowledged and never stored',
    database: (network) => majority(network, lostLike),
    ...WRONG_COUNT,
  }),
  scenarioRow({
    id: 'leak',
    bug: 'information crosses the cut',
    database: leaky,
    lanes: ['register'],
    labels: { register: 'inconclusive' },
    broken: [],
    figures: [['register', 'Gilbert-Lynch probes', 'probes', ({ leaked }) => Number(leaked) > 0]],
    unmet: 'cut',
  }),
  scenarioRow({
    id: 'correct-cp',
    bug: null,
    database: (network) => majority(network),
    lanes: ['register', 'bank-transfer', 'likes-counter'],
    labels: { register: 'CP', 'bank-transfer': 'CP', 'likes-counter': 'CP' },
    broken: [],
  }),
  scenarioRow({
    id: 'correct-ap',
    bug: null,
    database: (network) => everyNode(network, mergeAll),
    lanes: ['register', 'likes-counter'],
    labels: { register: 'AP', 'likes-counter': 'AP' },
    broken: [['register', 'linearizability', 'linearizability/unique-values']],
    figures: [['likes-counter', 'counter final', 'counterFinal', ({ lost, over }) => lost === 0 && over === 0]],
  }),
]
