import { bankLedger } from '../../checker/bank-ledger.ts'
import { bankStale } from '../../checker/bank-stale.ts'
import { bankTotal } from '../../checker/bank-total.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Random } from '../../core/random.ts'
import type { Check, CheckResult } from '../../core/workload.ts'
import { comparisonRow, type Answer } from '../compare.ts'
import { ACCOUNTS, BANK, TOTAL, atomicBank, randomBank } from '../generate/bank.ts'
import { check, numbered } from '../generate/operation.ts'
import { mutationRow, type Mutant } from '../mutate.ts'
import { idOf, ledgerFaults, numbersOf, oldReads, splitVersions, wrongReads } from '../reference/bank.ts'
import type { Judgement, Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'

interface BankBug {
  readonly id: string
  readonly bug: string
  readonly check: Check
  readonly checkers: readonly string[]
  mutate(history: readonly Operation[], dice: Random): Mutant | null
  broken(history: readonly Operation[]): boolean
}

const badTotal = (history: readonly Operation[]): boolean => wrongReads(history, ACCOUNTS, TOTAL).length > 0

const BUGS: readonly BankBug[] = [
  { ...total('torn', 'a read shows a debit without its credit'), mutate: (history, dice) => onRead(history, dice, (read) => balancesOf(read, { b: numbersOf(read, 'balances')['b']! - 3 })) },
  { ...total('overdraft', 'a read shows an overdrawn account, the total kept'), mutate: (history, dice) => onRead(history, dice, (read) => balancesOf(read, { a: -2, b: TOTAL + 2 - numbersOf(read, 'balances')['c']! })) },
  { ...total('missing-account', 'a read misses an account'), mutate: (history, dice) => onRead(history, dice, (read) => ({ balances: { a: 15, b: 15 }, versions: numbersOf(read, 'versions') })) },
  { ...ledger('lost', 'an acknowledged transfer is in no ledger'), mutate: (history, dice) => onTransfer(history, dice, (transfer) => ({ history: ledgers(history, (ids) => ids.filter((id) => id !== idOf(transfer))), seeded: [transfer] })) },
  { ...ledger('failed-transfer', 'a transfer that failed is in the ledgers'), mutate: failedTransfer },
  { ...ledger('duplicate', 'a transfer stands twice in the ledgers'), mutate: (history, dice) => onTransfer(history, dice, (transfer) => twice(history, idOf(transfer))) },
  { id: 'bank-split/two-versions', bug: 'two acknowledged transfers made the same version of an account', check: bankLedger, checkers: ['bankLedger/split'], mutate: split, broken: (history) => splitVersions(history) > 0 },
  { ...stale('stale-read', 'a read shows what an acknowledged transfer had changed'), mutate: (history, dice) => older(history, dice, 'transfer') },
  { ...stale('backwards', 'a read shows less than one before it'), mutate: (history, dice) => older(history, dice, 'read') },
]

export const bankRows: readonly Row[] = [
  comparison('bank-total', bankTotal, 'random balances, every invariant counted again', ({ details }) => String(details['badReads']), (history) => {
    const wrong = wrongReads(history, ACCOUNTS, TOTAL)
    return { valid: wrong.length === 0, detail: String(wrong.length) }
  }),
  comparison(
    'bank-ledger',
    bankLedger,
    'random transfers and ledgers, each transfer looked up in each ledger; version pairs compared',
    ({ details }) => ['lost', 'disagreeing', 'resurrected', 'repeated', 'splits'].map((name) => `${String(details[name])} ${name}`).join(', '),
    (history) => {
      const { lost, disagreeing, resurrected, repeated } = ledgerFaults(history)
      const splits = splitVersions(history)
      const detail = `${lost.length} lost, ${disagreeing.length} disagreeing, ${resurrected.length} resurrected, ${repeated.length} repeated, ${splits} splits`
      return { valid: lost.length + resurrected.length + repeated.length + splits === 0, detail }
    },
    ['bankLedger', 'bankLedger/split'],
  ),
  comparison('bank-stale', bankStale, 'random versions, every read compared with all that ended before', ({ details }) => `${String(details['stale'])} stale, ${String(details['backwards'])} backwards`, (history) => {
    const { stale: old, backwards } = oldReads(history)
    return { valid: old + backwards === 0, detail: `${old} stale, ${backwards} backwards` }
  }),
  ...BUGS.map(({ check: one, ...bug }) => mutationRow({ ...bug, valid: (dice) => atomicBank(dice, 20), judge: (history) => judge(one, history) })),
  ...[bankTotal, bankLedger, bankStale].map((one) =>
    validRow<Operation>({
      id: one.name.replace('bank', 'bank-').toLowerCase(),
      bug: 'atomic banks of 150 operations with unknown and failed transfers',
      checkers: one === bankLedger ? ['bankLedger', 'bankLedger/split'] : [one.name],
      generate: (dice) => numbered(atomicBank(dice, 150)),
      judge: (history) => judge(one, history),
      show: showOperations,
    }),
  ),
]

function total(id: string, bug: string): Pick<BankBug, 'id' | 'bug' | 'check' | 'checkers' | 'broken'> {
  return { id: `bank-total/${id}`, bug, check: bankTotal, checkers: ['bankTotal'], broken: badTotal }
}

function ledger(id: string, bug: string): Pick<BankBug, 'id' | 'bug' | 'check' | 'checkers' | 'broken'> {
  const broken = (history: readonly Operation[]): boolean => {
    const { lost, resurrected, repeated } = ledgerFaults(history)
    return lost.length + resurrected.length + repeated.length > 0
  }
  return { id: `bank-ledger/${id}`, bug, check: bankLedger, checkers: ['bankLedger'], broken }
}

function stale(id: string, bug: string): Pick<BankBug, 'id' | 'bug' | 'check' | 'checkers' | 'broken'> {
  return { id: `bank-stale/${id}`, bug, check: bankStale, checkers: ['bankStale'], broken: (history) => Object.values(oldReads(history)).some((count) => count > 0) }
}

function comparison(id: string, one: Check, what: string, detail: (result: CheckResult) => string, reference: (history: readonly Operation[]) => Answer, checkers = [one.name]): Row {
  return comparisonRow<Operation>({
    ...{ id, what, checkers, generate: randomBank, reference, show: showOperations },
    checker: (history) => {
      const result = check(one, history, BANK)
      return { valid: result.valid !== false, detail: detail(result) }
    },
  })
}

function judge(one: Check, history: readonly Operation[]): Judgement {
  const { valid, witness } = check(one, history, BANK)
  return { valid: valid === true, witness: witness?.operations ?? null }
}

function balancesOf(read: Operation, changed: { readonly [account: string]: number }): Json {
  return { balances: { ...numbersOf(read, 'balances'), ...changed }, versions: numbersOf(read, 'versions') }
}

function onRead(history: readonly Operation[], dice: Random, answer: (read: Operation) => Json): Mutant {
  const reads = history.filter(({ f }) => f === 'read')
  const read = reads[dice.below(reads.length)]!
  const fresh = { ...read, result: answer(read) }
  return { history: history.map((one) => (one === read ? fresh : one)), seeded: [fresh] }
}

function onTransfer(history: readonly Operation[], dice: Random, mutant: (transfer: Operation) => Mutant): Mutant | null {
  const transfers = history.filter(({ f, type }) => f === 'transfer' && type === 'ok')
  const transfer = transfers[dice.below(transfers.length)]
  return transfer === undefined ? null : mutant(transfer)
}

function ledgers(history: readonly Operation[], change: (ids: readonly string[]) => readonly string[]): Operation[] {
  return history.map((one) => (one.f === 'ledger' ? { ...one, result: change(one.result as readonly string[]) } : one))
}

function failedTransfer(history: readonly Operation[], dice: Random): Mutant | null {
  return onTransfer(history, dice, (transfer) => {
    const fresh: Operation = { ...transfer, type: 'fail' }
    return { history: history.map((one) => (one === transfer ? fresh : one)), seeded: [fresh] }
  })
}

function twice(history: readonly Operation[], id: string): Mutant {
  const changed = ledgers(history, (ids) => [...ids, id])
  return { history: changed, seeded: changed.filter(({ f }) => f === 'ledger') }
}

/** A transfer says that it made the versions which another one had made. */
function split(history: readonly Operation[], dice: Random): Mutant | null {
  return onTransfer(history, dice, (transfer) => {
    const [account, version] = Object.entries(numbersOf(transfer, 'versions'))[0]!
    const value = { id: 'x', from: account, to: 'c', amount: 1 }
    const again: Operation = { ...transfer, value, result: { versions: { [account]: version } }, process: 999 }
    return { history: [...ledgers(history, (ids) => [...ids, 'x']), again], seeded: [transfer, again] }
  })
}

/** A read gets the answer of another one that was called before something else had ended. */
function older(history: readonly Operation[], dice: Random, than: 'transfer' | 'read'): Mutant | null {
  const ended = history.filter(({ f, type }) => f === than && type === 'ok')
  const first = ended[dice.below(ended.length)]
  const sources = history.filter((one) => first !== undefined && one.f === 'read' && one.ret < first.ret)
  const targets = history.filter((one) => first !== undefined && one.f === 'read' && one.call > first.ret)
  const [source, target] = [sources[0], targets[dice.below(Math.max(1, targets.length))]]
  if (source === undefined || target === undefined) return null
  const fresh = { ...target, result: source.result! }
  return { history: history.map((one) => (one === target ? fresh : one)), seeded: [fresh] }
}
