import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Random } from '../../core/random.ts'
import { atomicHistory, type Done } from './atomic.ts'
import { AT, NODES, laneWith, numbered, sketched } from './operation.ts'

export const ACCOUNTS = ['a', 'b', 'c']
const INITIAL = 10
export const TOTAL = ACCOUNTS.length * INITIAL
export const BANK = laneWith({ accounts: ACCOUNTS, initial: INITIAL, total: TOTAL })

type Numbers = { readonly [account: string]: number }

/** An atomic bank: transfers with ids and versions, reads of everything, and at the end every home reads balances and ledger. */
export function atomicBank(dice: Random, operations: number): Operation[] {
  let balances: Numbers = { a: INITIAL, b: INITIAL, c: INITIAL }
  let versions: Numbers = { a: 0, b: 0, c: 0 }
  const ledger: string[] = []
  const load = atomicHistory(dice, { operations, span: 14, unknown: 6, failed: 6 }, (happens, number): Done => {
    if (dice.below(2) === 0) return { f: 'read', value: null, result: { balances, versions } }
    const [from, to, amount] = draw(dice)
    const value = { id: `t${number}`, from, to, amount }
    if (balances[from]! < amount) return { f: 'read', value: null, result: { balances, versions } }
    if (!happens) return { f: 'transfer', value, result: { versions: {} } }
    balances = { ...balances, [from]: balances[from]! - amount, [to]: balances[to]! + amount }
    versions = { ...versions, [from]: versions[from]! + 1, [to]: versions[to]! + 1 }
    ledger.push(value.id)
    return { f: 'transfer', value, result: { versions: { [from]: versions[from]!, [to]: versions[to]! } } }
  })
  const finals = NODES.flatMap((home, i) => [final('read', home, i, { balances, versions }), final('ledger', home, i, [...ledger])])
  return [...load, ...finals]
}

function draw(dice: Random): readonly [from: string, to: string, amount: number] {
  const from = dice.below(ACCOUNTS.length)
  const to = (from + 1 + dice.below(ACCOUNTS.length - 1)) % ACCOUNTS.length
  return [ACCOUNTS[from]!, ACCOUNTS[to]!, 1 + dice.below(8)]
}

function final(f: string, home: Operation['home'], i: number, result: Json): Operation {
  return sketched({ f, home, call: AT.after + 10 * i, ret: AT.after + 10 * i + 5, result })
}

/** Transfers, reads and ledgers with numbers at random, near enough to right ones that some histories are faultless. */
export function randomBank(dice: Random): Operation[] {
  const transfers = Array.from({ length: 1 + dice.below(4) }, (_, i) => {
    const [from, to, amount] = draw(dice)
    const call = dice.below(20)
    const roll = dice.below(8)
    const versions = { [from]: 1 + dice.below(6), [to]: 1 + dice.below(6) }
    const ret = roll === 0 ? Infinity : call + dice.below(8)
    return sketched({ f: 'transfer', value: { id: `t${i}`, from, to, amount }, call, ret, ...(roll === 1 ? { type: 'fail' as const } : roll === 0 ? {} : { result: { versions } }) })
  })
  const reads = Array.from({ length: 1 + dice.below(3) }, () => {
    const call = dice.below(30)
    return sketched({ f: 'read', call, ret: call + dice.below(6), result: { balances: balances(dice), versions: Object.fromEntries(ACCOUNTS.map((account) => [account, dice.below(7)])) } })
  })
  const all = transfers.map(({ value }) => (value as { readonly id: string }).id)
  const ledgers = NODES.slice(0, dice.below(4)).map((home, i) => {
    const shown = all.filter(() => dice.below(5) > 0)
    return final('ledger', home, i, dice.below(8) === 0 ? [...shown, ...shown.slice(0, 1)] : shown)
  })
  return numbered([...transfers, ...reads, ...ledgers])
}

/** Mostly the right total; at times an account too few or too many, or too much or too little money. */
function balances(dice: Random): Numbers {
  const moved = dice.below(14)
  const right: Numbers = { a: INITIAL - moved, b: INITIAL + moved, c: INITIAL }
  const roll = dice.below(16)
  if (roll === 0) return { a: INITIAL, b: 2 * INITIAL }
  if (roll === 1) return { ...right, d: 0 }
  return roll === 2 ? { ...right, c: INITIAL + dice.below(3) - 1 } : right
}
