import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Check, CheckInput, CheckResult, Witness } from '../../core/workload.ts'
import { describe } from '../describe.ts'
import { violationsByPhase } from '../tally.ts'
import type { Anomaly } from './finding.ts'
import type { TxnColumns } from './columns.ts'
import { txnColumns } from './from-operations.ts'
import { ruledOut, type TransactionModel } from './models.ts'
import { checkTransactions, type TransactionResult } from './transactions.ts'

export interface ListAppendOptions {
  /** The model that the store promised. Default: strict serializable. */
  readonly model?: TransactionModel
  /** Default `impact`: isolation is not the C of CAP, unless each transaction is one atomic step on one object. */
  readonly counts?: CheckResult['counts']
}

/** A check of `txn` operations: list-append transactions against a model of isolation. */
export function listAppendCheck({ model = 'strict serializable', counts = 'impact' }: ListAppendOptions = {}): (input: Pick<CheckInput, 'operations' | 'budgetMs'>) => CheckResult {
  return function listAppend({ operations, budgetMs }): CheckResult {
    const history = txnColumns(operations)
    const result = checkTransactions(history, { model, budgetMs })
    const found = examples(result, model)
    const shown = found[0]
    return {
      check: 'list-append',
      valid: result.valid,
      summary: summary(result, history.count, model),
      witness: shown === undefined || result.valid !== false ? null : witness(shown, history, operations),
      counts,
      details: {
        transactions: history.count,
        happened: result.happened,
        model,
        anomalies: Object.fromEntries(Object.entries(result.anomalies).map(([name, { count }]) => [name, count])),
        ruledOut: [...result.ruledOut],
        undecided: [...result.undecided],
        examples: found.map((one): Json => ({ name: one.name, operations: operationsOf(one, history, operations).map(({ index }) => index), explanation: [...one.explanation] })),
        violationsByPhase: violationsByPhase(found.map((one) => operationsOf(one, history, operations).at(-1)!)),
      },
    }
  }
}

/** The check for strict serializability, counted as impact. */
export const listAppend: Check = listAppendCheck()

/** Examples of what the model forbids: those that forbid the weakest models first, then the shortest. */
function examples({ anomalies }: TransactionResult, model: TransactionModel): Anomaly[] {
  const forbidden = Object.entries(anomalies).filter(([name]) => ruledOut([name]).includes(model))
  const rank = ({ name, transactions }: Anomaly): number => -100 * ruledOut([name]).length + transactions.length
  return forbidden.flatMap(([, report]) => report.examples).sort((a, b) => rank(a) - rank(b))
}

function summary({ valid, anomalies, undecided }: TransactionResult, count: number, model: TransactionModel): string {
  if (valid === true) return `${count} transactions: some order explains every answer (${model}).`
  const names = Object.entries(anomalies).map(([name, report]) => `${report.count} ${name}`)
  if (valid === false) return `Not ${model}: ${names.join(', ')} in ${count} transactions.`
  return `${count} transactions, not decided: ${undecided.join(' ')}`
}

function operationsOf({ transactions }: Anomaly, history: TxnColumns, operations: readonly Operation[]): Operation[] {
  return transactions.map((row) => operations[history.source[row]!]!).sort((a, b) => a.call - b.call)
}

function witness(anomaly: Anomaly, history: TxnColumns, operations: readonly Operation[]): Witness {
  const named = anomaly.transactions.map((row, i) => `T${i + 1}: ${describe(operations[history.source[row]!]!)}`)
  return { operations: operationsOf(anomaly, history, operations), explanation: [...named, ...anomaly.explanation], confirmed: anomaly.confirmed }
}
