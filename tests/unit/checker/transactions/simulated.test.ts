import { describe, expect, it } from 'vitest'
import { checkTransactions } from '../../../../src/checker/transactions/transactions.ts'
import type { TransactionModel } from '../../../../src/checker/transactions/models.ts'
import { columns, type Txn } from '../../../../src/selftest/generate/txn.ts'
import { RUNS, SEED } from './fixture.ts'
import { simulate, type Isolation, type Load } from '../../../../src/selftest/generate/transactions.ts'
import { random } from '../../../../src/core/random.ts'

const ROUNDS = Math.max(20, Math.ceil(RUNS / 50))
const LOAD: Load = { transactions: 120, keys: 4, clients: 6, most: 4, unknown: 8 }
const BUSY: Load = { ...LOAD, keys: 8, most: 3 }

function found(isolation: Isolation, load: Load): { readonly names: ReadonlySet<string>; readonly out: ReadonlySet<TransactionModel> } {
  const names = new Set<string>()
  const out = new Set<TransactionModel>()
  for (let seed = SEED; seed < SEED + ROUNDS; seed++) {
    const result = checkTransactions(columns(simulate(seed, isolation, load)))
    for (const [name, { examples }] of Object.entries(result.anomalies)) {
      names.add(name)
      for (const { confirmed } of examples) expect({ seed, name, confirmed }).toEqual({ seed, name, confirmed: true })
    }
    for (const model of result.ruledOut) out.add(model)
  }
  return { names, out }
}

describe(`databases in memory under generated load (${ROUNDS} from seed ${SEED})`, () => {
  it('a serializable one shows nothing', () => {
    expect([...found('serializable', LOAD).names]).toEqual([])
  })

  it('snapshot isolation shows write skew and nothing that it forbids', () => {
    const { names, out } = found('snapshot isolation', BUSY)
    expect(names.has('G2-item')).toBe(true)
    expect([...names].filter((name) => !name.startsWith('G2-item'))).toEqual([])
    expect(out.has('strong snapshot isolation')).toBe(false)
  })

  it('old snapshots show stale reads, and are snapshots all the same', () => {
    const { names, out } = found('stale snapshots', BUSY)
    expect(names.has('G-single-realtime')).toBe(true)
    expect(out.has('snapshot isolation')).toBe(false)
  })

  it('without the first committer winning updates get lost', () => {
    const { names, out } = found('prefix', LOAD)
    expect(names.has('lost-update')).toBe(true)
    expect(out.has('read committed')).toBe(false)
  })

  it('a snapshot for every single read shows read skew, but nothing uncommitted', () => {
    const { names, out } = found('read committed', LOAD)
    expect(names.has('G-single')).toBe(true)
    expect(out.has('read committed')).toBe(false)
  })
})

/** Faults put into the answers of a valid history; each returns what must be found, or null when it found no place. */
const FAULTS: { readonly [what: string]: (history: Txn[], dice: (below: number) => number) => string | null } = {
  'an acknowledged transaction with a seen append turns out failed': (history, dice) => {
    const seen = new Set(history.flatMap(({ type, ops }) => (type === 'ok' ? ops.flatMap(({ f, value }) => (f === 'r' ? (value as number[]) : [])) : [])))
    const mine = (txn: Txn): number[] => txn.ops.flatMap(({ f, value }) => (f === 'append' ? [value as number] : []))
    const reads = (txn: Txn): boolean => history.some((other) => other !== txn && other.type === 'ok' && other.ops.some(({ f, value }) => f === 'r' && mine(txn).some((one) => (value as number[]).includes(one))))
    const places = history.filter((txn) => txn.type === 'ok' && mine(txn).some((one) => seen.has(one)) && reads(txn))
    const txn = places[dice(places.length)]
    if (txn === undefined) return null
    history[history.indexOf(txn)] = { ...txn, type: 'fail' }
    return 'G1a'
  },
  'two elements of a read change places': (history, dice) => change(history, dice, 2, (list) => [...list.slice(0, -2), list.at(-1)!, list.at(-2)!], 'incompatible-order'),
  'an element of a read comes twice': (history, dice) => change(history, dice, 1, (list) => [...list, list[0]!], 'duplicate-elements'),
  'a read has an element of nobody': (history, dice) => change(history, dice, 0, (list) => [...list, 999_999], 'garbage-read'),
  'a late read sees nothing': (history, dice) => {
    const early = history.filter(({ type }) => type === 'ok').toSorted((a, b) => a.ret - b.ret)[0]!
    if (!early.ops.some(({ f }) => f === 'append')) return null
    const { key } = early.ops.find(({ f }) => f === 'append')!
    history.push({ type: 'ok', process: 9999, call: 1e6 + dice(9), ret: 2e6, ops: [{ f: 'r', key, value: [] }] })
    return 'G-single-realtime'
  },
}

function change(history: Txn[], dice: (below: number) => number, least: number, to: (list: readonly number[]) => number[], name: string): string | null {
  // In a key that at least two transactions read as long, or nothing would contradict the new answer.
  const places = history.flatMap((txn, i) => (txn.type === 'ok' && txn.ops.length === 1 ? txn.ops.flatMap(({ f, key, value }) => (f === 'r' && (value as number[]).length >= least && longer(history, key, (value as number[]).length) ? [{ i, key, value: value as number[] }] : [])) : []))
  const place = places[dice(places.length)]
  if (place === undefined) return null
  history[place.i] = { ...history[place.i]!, ops: [{ f: 'r', key: place.key, value: to(place.value) }] }
  return name
}

function longer(history: readonly Txn[], key: string, length: number): boolean {
  return history.filter(({ type, ops }) => type === 'ok' && ops.some((op) => op.f === 'r' && op.key === key && (op.value as number[]).length >= length)).length > 1
}

describe.each(Object.entries(FAULTS))('a valid history in which %s', (_, fault) => {
  it(`is caught (${ROUNDS} from seed ${SEED})`, () => {
    let caught = 0
    for (let seed = SEED; seed < SEED + ROUNDS; seed++) {
      const history = simulate(seed, 'serializable', LOAD)
      const dice = random(seed).fork('fault')
      const name = fault(history, (below) => (below > 0 ? dice.below(below) : 0))
      if (name === null) continue
      const { anomalies, valid } = checkTransactions(columns(history))
      expect({ seed, valid, found: name in anomalies }).toEqual({ seed, valid: false, found: true })
      caught++
    }
    expect(caught).toBeGreaterThan(ROUNDS / 4)
  })
})
