import type { Operation } from '../core/event.ts'
import type { TrialRecord } from '../core/trial.ts'
import type { CheckResult, Witness } from '../core/workload.ts'
import { ledgerOf, transfersOf, type BankInput, type Transfer } from './bank-history.ts'
import { findSplits, splitWitness, type Split } from './bank-split.ts'
import { contradicts } from './confirm.ts'
import { describe } from './describe.ts'
import { finalReads } from './final-reads.ts'
import { lostBySide, violationsByPhase } from './tally.ts'

/** The last ledger that one home read. */
interface Ledger {
  readonly read: Operation
  readonly ids: ReadonlySet<string>
  readonly repeated: readonly string[]
}

interface Findings {
  /** Acknowledged, and absent from the last ledger of every home. */
  readonly lost: readonly Transfer[]
  /** Acknowledged, absent from the last ledger of some homes but not of all. */
  readonly disagreeing: readonly Transfer[]
  /** Said to have failed, and present. */
  readonly resurrected: readonly Transfer[]
  /** Ids that stand more than once in one ledger. */
  readonly repeated: readonly string[]
  readonly splits: readonly Split[]
}

/**
 * Compares what clients were told of their transfers with the ledger that is left at the end.
 *
 * Counted as *lost*: acknowledged before the last ledger read of every home that answered, and in none of these.
 * A transfer of unknown outcome may be there or not. Homes that disagree are reported, not counted as lost.
 * Two acknowledged transfers that made the same version of an account are a violation of their own (split brain).
 */
export function bankLedger({ operations, lane, trial }: BankInput & { readonly trial: Pick<TrialRecord, 'convergedMs'> }): CheckResult {
  const transfers = transfersOf(operations)
  const acknowledged = transfers.filter(({ operation }) => operation.type === 'ok')
  const ledgers = finalReads(operations, 'ledger').flatMap(({ answers }) => answers.map(toLedger))
  const found = compare(transfers, acknowledged, ledgers)
  const broken = found.lost.length + found.resurrected.length + found.repeated.length + found.splits.length > 0
  const blind = ledgers.length === 0 && acknowledged.length > 0
  return {
    check: 'bank ledger',
    valid: broken ? false : blind ? 'unknown' : true,
    summary: summary(found, acknowledged.length, ledgers.length),
    witness: broken ? witness(found, ledgers) : null,
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: {
      acknowledged: acknowledged.length,
      ledgers: ledgers.length,
      stable: trial.convergedMs !== null,
      lost: found.lost.length,
      lostBySide: lostBySide(acknowledged.map(({ operation }) => operation), found.lost.map(({ operation }) => operation)),
      lostIds: ids(found.lost),
      disagreeing: found.disagreeing.length,
      disagreeingIds: ids(found.disagreeing),
      resurrected: found.resurrected.length,
      repeated: found.repeated.length,
      splits: found.splits.length,
      // A loss shows in the ledger read, that is, after the heal.
      violationsByPhase: violationsByPhase([
        ...found.splits.map(({ second }) => second.operation),
        ...(found.lost.length + found.resurrected.length + found.repeated.length > 0 ? [ledgers[0]!.read] : []),
      ]),
    },
  }
}

function toLedger(read: Operation): Ledger {
  const list = ledgerOf(read)
  const ids = new Set<string>()
  const repeated: string[] = []
  for (const id of list) {
    if (ids.has(id)) repeated.push(id)
    ids.add(id)
  }
  return { read, ids, repeated }
}

function compare(transfers: readonly Transfer[], acknowledged: readonly Transfer[], ledgers: readonly Ledger[]): Findings {
  // Only ledgers read after the answer can be expected to show a transfer.
  const missing = (transfer: Transfer): number =>
    ledgers.filter(({ read, ids: present }) => transfer.operation.ret < read.call && !present.has(transfer.id)).length
  const absences = new Map(acknowledged.map((transfer) => [transfer, missing(transfer)]))
  return {
    lost: acknowledged.filter((transfer) => ledgers.length > 0 && absences.get(transfer) === ledgers.length),
    disagreeing: acknowledged.filter((transfer) => absences.get(transfer)! > 0 && absences.get(transfer)! < ledgers.length),
    resurrected: transfers.filter(({ operation, id }) => operation.type === 'fail' && ledgers.some((ledger) => ledger.ids.has(id))),
    repeated: [...new Set(ledgers.flatMap((ledger) => ledger.repeated))].sort(),
    splits: findSplits(transfers),
  }
}

function summary(found: Findings, acknowledged: number, ledgers: number): string {
  const problems = [
    found.lost.length > 0 ? `${found.lost.length} of ${acknowledged} acknowledged transfers are gone` : '',
    found.resurrected.length > 0 ? `${found.resurrected.length} failed transfers are present` : '',
    found.repeated.length > 0 ? `${found.repeated.length} transfers were applied more than once` : '',
    found.splits.length > 0 ? `${found.splits.length} account versions were made twice (split brain)` : '',
    ledgers === 0 && acknowledged > 0 ? 'no final ledger read was answered' : '',
  ].filter((problem) => problem !== '')
  if (problems.length > 0) return `${problems.join('; ')}.`
  const tail = found.disagreeing.length > 0 ? ` ${found.disagreeing.length} of them are not in the ledger of every home yet.` : ''
  return `All ${acknowledged} acknowledged transfers are in the final ledger.${tail}`
}

function witness(found: Findings, ledgers: readonly Ledger[]): Witness {
  const lost = found.lost[0]
  if (lost !== undefined) return pair(lost, ledgers[0]!, 'was acknowledged before this ledger was read, and is not in it')
  const risen = found.resurrected[0]
  if (risen !== undefined) {
    const ledger = ledgers.find(({ ids: present }) => present.has(risen.id))!
    return pair(risen, ledger, 'was reported as failed, that is, as never carried out, and is in the ledger')
  }
  const again = found.repeated[0]
  if (again === undefined) return splitWitness(found.splits[0]!)
  const { read } = ledgers.find(({ repeated }) => repeated.includes(again))!
  return {
    operations: [read],
    explanation: [describe(read), `Transfer ${again} stands in the ledger more than once, but every id is sent once.`],
    confirmed: ledgerOf(read).lastIndexOf(again) !== ledgerOf(read).indexOf(again),
  }
}

function pair({ operation, id }: Transfer, { read }: Ledger, what: string): Witness {
  const happened = operation.type === 'fail' ? [read] : [operation, read]
  return {
    operations: [operation, read].sort((a, b) => a.call - b.call),
    explanation: [describe(operation), describe(read), `Transfer ${id} ${what}.`],
    confirmed: contradicts(happened, {
      initial: false,
      step: (present, step) => (step === read ? (ledgerOf(read).includes(id) === present ? present : undefined) : true),
    }),
  }
}

/** At most twenty ids: enough to search for, short enough to store. */
function ids(transfers: readonly Transfer[]): readonly string[] {
  return transfers.slice(0, 20).map(({ id }) => id)
}
