import { listAppend } from '../../checker/transactions/check.ts'
import { ruledOut, type TransactionModel } from '../../checker/transactions/models.ts'
import { checkTransactions } from '../../checker/transactions/transactions.ts'
import { txnColumns } from '../../checker/transactions/from-operations.ts'
import type { Operation } from '../../core/event.ts'
import { comparisonRow, type Answer } from '../compare.ts'
import { ANOMALY_CASES } from '../generate/anomaly-cases.ts'
import { check } from '../generate/operation.ts'
import { randomTxns, simulate } from '../generate/transactions.ts'
import { columns, txnOperation, txns, type Txn } from '../generate/txn.ts'
import { mutationRow } from '../mutate.ts'
import { plainAnomalies } from '../reference/anomalies.ts'
import { cycleNames } from '../reference/cycles.ts'
import { serializable, snapshotIsolated } from '../reference/serial.ts'
import type { Judgement, Row } from '../row.ts'
import { showTxns } from '../show.ts'
import { validRow } from '../valid.ts'

const LOAD = { transactions: 12, keys: 3, clients: 4, most: 3, unknown: 8 }
const ALL = [...new Set(ANOMALY_CASES.map(([name]) => `listAppend/${name}`))]

/** The models that a serial order decides: it keeps nothing, the order of each client, or real time too. */
const MODELS: readonly TransactionModel[] = ['serializable', 'strong session serializable', 'strict serializable']

export const transactionRows: readonly Row[] = [
  comparisonRow<Txn>({
    id: 'list-append-serial',
    what: 'random transactions, every serial order tried: plain, of clients, of real time',
    checkers: ALL,
    generate: (_dice, seed) => randomTxns(seed, 2 + (seed % 4)),
    checker: (history) => {
      const { ruledOut: out, anomalies } = checkTransactions(columns(history))
      const unconfirmed = Object.values(anomalies).some(({ examples }) => examples.some(({ confirmed }) => !confirmed))
      const possible = MODELS.filter((model) => !out.includes(model))
      return { valid: possible.length === MODELS.length, detail: `${possible.join(', ')}${unconfirmed ? ', with an anomaly that is not confirmed' : ''}` }
    },
    reference: (history) => {
      const possible = serialModels(history)
      return { valid: possible.length === MODELS.length, detail: possible.join(', ') }
    },
    show: showTxns,
  }),
  comparisonRow<Txn>({
    id: 'list-append-classes',
    what: 'random transactions, every cycle walked, every anomaly looked for by its definition',
    checkers: ALL,
    generate: (_dice, seed) => randomTxns(seed, 2 + (seed % 4)),
    checker: (history) => classes(history, new Set(Object.keys(checkTransactions(columns(history)).anomalies))),
    reference: (history) => classes(history, null),
    show: showTxns,
  }),
  comparisonRow<Txn>({
    id: 'list-append-snapshot',
    what: 'random transactions, every run under snapshot isolation tried: what one of them explains is never ruled out',
    checkers: ALL,
    generate: (_dice, seed) => randomTxns(seed, 2 + (seed % 3)),
    checker: (history) => ({ valid: !checkTransactions(columns(history)).ruledOut.includes('snapshot isolation') }),
    reference: (history) => ({ valid: snapshotIsolated(history) }),
    show: showTxns,
    incomplete: 'two appends that nobody saw may come in either order; each alone may contradict, which is not tried',
  }),
  ...ANOMALY_CASES.map(([name, bad, good], i) =>
    mutationRow({
      id: `list-append/${name}${ANOMALY_CASES.findIndex(([other]) => other === name) < i ? '-again' : ''}`,
      bug: `${name} among serializable transactions`,
      checkers: [`listAppend/${name}`],
      valid: (_dice, seed) => {
        const base = simulate(seed, 'serializable', LOAD).map((txn) => txnOperation(txn))
        return [...base, ...placed(good, base)]
      },
      mutate: (history) => {
        const base = history.filter(({ process }) => process < GADGET)
        const seeded = placed(bad, base)
        return { history: [...base, ...seeded], seeded }
      },
      judge: (history) => judge(name, history),
    }),
  ),
  validRow<Operation>({
    id: 'list-append',
    bug: 'serializable transactions in memory, 200 at a time',
    checkers: ALL,
    generate: (_dice, seed) => simulate(seed, 'serializable', { ...LOAD, transactions: 200 }).map((txn) => txnOperation(txn)),
    judge: (history) => ({ valid: check(listAppend, history).valid === true }),
    show: (history) => history.map(({ value }) => `  ${JSON.stringify(value)}`).join('\n'),
  }),
]

/** An order that keeps more also keeps less, so the outer ones decide most histories. */
function serialModels(history: readonly Txn[]): TransactionModel[] {
  if (!serializable(history, 'nothing')) return []
  if (serializable(history, 'real time')) return [...MODELS]
  return serializable(history, 'processes') ? MODELS.slice(0, 2) : MODELS.slice(0, 1)
}

/** Processes of the transactions that a bug is put into begin here. */
const GADGET = 5000

/** The transactions of a case on lists of their own, somewhere among the others: what holds of each part holds of both. */
function placed(text: string, base: readonly Operation[]): Operation[] {
  const shift = base.reduce((sum, { call }) => sum + call, 0) % 20
  return txns(text).map(({ call, ret, process, ops, ...txn }) =>
    txnOperation({ ...txn, call: call + shift, ret: ret + shift, process: GADGET + process, ops: ops.map((op) => ({ ...op, key: `gadget-${op.key}` })) }),
  )
}

/** Any anomaly makes the history invalid; the witness is that of the anomaly asked for. */
function judge(name: string, history: readonly Operation[]): Judgement {
  const { anomalies } = checkTransactions(txnColumns(history))
  const rows = anomalies[name]?.examples.flatMap(({ transactions }) => transactions) ?? []
  return { valid: Object.keys(anomalies).length === 0, witness: rows.map((row) => history[row]!) }
}

const CYCLE = /^G(0|1c|-single|-nonadjacent|2-item)/

/**
 * The anomalies of single reads and transactions by name, and the models that all anomalies rule out. Cycles are not compared by
 * name, since one that is found may stand for others that forbid no more; but each one found must exist.
 *
 * @param found by the checker; null for the reference
 */
function classes(history: readonly Txn[], found: ReadonlySet<string> | null): Answer {
  const cycles = cycleNames(history)
  const names = found ?? new Set([...plainAnomalies(history), ...(cycles ?? [])])
  const plain = [...names].filter((name) => !CYCLE.test(name)).sort()
  const invented = cycles === null ? [] : [...names].filter((name) => CYCLE.test(name) && !cycles.has(name))
  const out = cycles === null ? [] : ruledOut(names)
  return { valid: names.size === 0, detail: [...plain, ...invented.map((name) => `${name} without such a cycle`), `rules out ${out.join(', ')}`].join('; ') }
}
