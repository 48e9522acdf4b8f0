import { OK, type TxnColumns } from './columns.ts'
import { confirmsCycle } from './confirm-cycle.ts'
import { findCycles, hasCycle } from './cycles.ts'
import { addDataEdges } from './data-edges.ts'
import { evidenceFor, sentence } from './evidence.ts'
import { Findings, type Anomaly, type AnomalyReport, type CycleStep } from './finding.ts'
import { EdgeList, graphOf } from './graph.ts'
import { ruledOut, type TransactionModel } from './models.ts'
import { addProcessEdges, addRealTimeEdges } from './order-edges.ts'
import { findReadAnomalies } from './read-anomalies.ts'
import { findTxnAnomalies } from './txn-anomalies.ts'
import { addUnseenEdges } from './unseen-edges.ts'
import { versionOrder, type VersionOrder } from './version-order.ts'
import { appended } from './words.ts'

export interface TransactionOptions {
  /** The model that the history must fit. Default: strict serializable, which forbids every anomaly. */
  readonly model?: TransactionModel
  /** Take the order of each client into account. Default true. */
  readonly process?: boolean
  /** Take real time into account. Default true. */
  readonly realTime?: boolean
  /** Examples kept of each anomaly. Default 4. */
  readonly maxExamples?: number
  /** Milliseconds after which no further step is begun and the answer is `unknown`. Default: none. */
  readonly budgetMs?: number
  /** A clock in milliseconds. Default: `performance.now`. */
  readonly now?: () => number
}

export interface TransactionResult {
  /** `false`: no history of the model has these anomalies. `unknown`: none of them was found, but not all was looked at. */
  readonly valid: boolean | 'unknown'
  readonly anomalies: { readonly [name: string]: Readonly<AnomalyReport> }
  /** Models that the history cannot come from, weakest first. */
  readonly ruledOut: readonly TransactionModel[]
  /** Why something could not be decided, in words. */
  readonly undecided: readonly string[]
  /** Acknowledged transactions, and unknown ones that somebody saw. */
  readonly happened: number
  /** Dependencies between transactions that were inferred, helpers included. */
  readonly edges: number
}

const DEFAULT_MODEL: TransactionModel = 'strict serializable'

/**
 * Checks a history of list-append transactions by the cycles of its dependencies (Adya 1999; Kingsbury and Alvaro,
 * Elle, VLDB 2020). Never a false alarm: every dependency used follows from what acknowledged transactions read.
 *
 * Time and memory are linear in the size of the history, apart from looking for the shortest cycles once there are any.
 */
export function checkTransactions(history: TxnColumns, options: TransactionOptions = {}): TransactionResult {
  const { model = DEFAULT_MODEL, maxExamples = 4, budgetMs = Infinity, now = () => performance.now() } = options
  const deadline = now() + budgetMs
  const findings = new Findings(maxExamples)
  const undecided: string[] = []
  const order = versionOrder(history)
  findReadAnomalies(order, findings)
  findTxnAnomalies(order, findings)
  findTwice(order, findings, undecided)
  let edges = 0
  if (now() > deadline) undecided.push('The time set for this check was used up before cycles were looked for.')
  else edges = addCycles(order, findings, undecided, options)
  const happened = countOnes(order.happened)
  if (!history.type.includes(OK)) undecided.push('No transaction was acknowledged.')
  const out = ruledOut(findings.reports.keys())
  return {
    valid: out.includes(model) ? false : undecided.length > 0 ? 'unknown' : true,
    anomalies: Object.fromEntries([...findings.reports].sort(([a], [b]) => (a < b ? -1 : 1))),
    ruledOut: out,
    undecided,
    happened,
    edges,
  }
}

function countOnes(flags: Uint8Array): number {
  let count = 0
  for (let i = 0; i < flags.length; i++) count += flags[i]!
  return count
}

/** One element appended twice to one key by request: the fault of the load, and a key about which nothing can be said. */
function findTwice({ history, owner, appends }: VersionOrder, findings: Findings, undecided: string[]): void {
  for (const [first, second] of appends.twice) {
    findings.add('duplicate-appends', () => ({
      name: 'duplicate-appends',
      transactions: owner[first] === owner[second] ? [owner[first]!] : [owner[first]!, owner[second]!],
      explanation: [`T1 ${appended(history, first)}.`, `${owner[first] === owner[second] ? 'T1' : 'T2'} ${appended(history, second)} too, so reads cannot tell the two apart.`],
      confirmed: true,
    }))
  }
  if (appends.twice.length > 0) undecided.push('Elements were appended twice to the same key by request; these keys were left out.')
}

function addCycles(order: VersionOrder, findings: Findings, undecided: string[], options: TransactionOptions): number {
  const { history } = order
  // Enough for most histories; the list grows where it is not.
  const list = new EdgeList(1024 + history.kind.length + 6 * history.count)
  addDataEdges(order, list)
  let nodes = addUnseenEdges(order, list, history.count)
  const orders = { process: options.process ?? true, realTime: options.realTime ?? true }
  if (orders.process) addProcessEdges(order, list, orders.realTime ? 'beside real time' : 'all')
  if (orders.realTime) nodes = addRealTimeEdges(order, list, nodes)
  let graph = graphOf(list, nodes, history.count)
  // What clients know is nearly all known from real time: it can name a cycle, but there must be one first.
  if (orders.process && orders.realTime && hasCycle(graph)) {
    addProcessEdges(order, list, 'in real time')
    graph = graphOf(list, nodes, history.count)
  }
  const search = findCycles(history, graph, orders)
  for (const [name, { count, cycles }] of search.groups) {
    const examples = cycles.slice(0, options.maxExamples ?? 4).map((steps) => explained(order, name, steps))
    findings.reports.set(name, { count, examples })
  }
  for (const name of search.undecided) {
    if (!findings.has(name) && ruledOut([name]).includes(options.model ?? DEFAULT_MODEL)) undecided.push(`There are too many cycles to say whether any is of the kind ${name}.`)
  }
  return list.length
}

function explained(order: VersionOrder, name: string, steps: readonly CycleStep[]): Anomaly {
  const rows = steps.map(({ from }) => from)
  const call = (row: number): string => `T${rows.indexOf(row) + 1}`
  const evidence = steps.map((step) => evidenceFor(order, step))
  const known = evidence.filter((one) => one !== null)
  return {
    name,
    transactions: rows,
    explanation: [
      ...known.map((one) => sentence(order, one, call)),
      `So each of ${rows.map(call).join(', ')} would have to come before ${rows.length === 2 ? 'the other' : 'the next, and the last before the first'}: no order of them exists.`,
    ],
    confirmed: known.length === steps.length && confirmsCycle(order.history, known),
  }
}
