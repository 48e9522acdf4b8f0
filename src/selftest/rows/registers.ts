import { registerLost } from '../../checker/register-lost.ts'
import { staleness } from '../../checker/staleness.ts'
import type { Operation } from '../../core/event.ts'
import type { Random } from '../../core/random.ts'
import { comparisonRow } from '../compare.ts'
import { atomicHistory } from '../generate/atomic.ts'
import { AT, NODES, check, numbered, sketched } from '../generate/operation.ts'
import { linearizableHistory } from '../generate/register.ts'
import { mutationRow } from '../mutate.ts'
import { lostWrites, staleReads } from '../reference/registers.ts'
import type { Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'
import { REGISTER_BUGS } from './register-bugs.ts'

/** Times of the staleness rows, in milliseconds as the check reports them. */
const MS = 1e6

export const registerRows: readonly Row[] = [
  comparisonRow<Operation>({
    id: 'register-lost',
    what: 'random writes and final reads, every order of write, survivor and read tried',
    checkers: ['registerLost'],
    generate: (dice) => randomFinals(dice),
    checker: (history) => {
      const { valid, details } = check(registerLost, history)
      return { valid: valid !== false, detail: String(details['lost']) }
    },
    reference: (history) => {
      const lost = lostWrites(history, 'r')
      return { valid: lost.length === 0, detail: String(lost.length) }
    },
    show: showOperations,
  }),
  mutationRow({
    id: 'register-lost/lost-write',
    bug: 'all final reads answer a value older than an acknowledged write',
    checkers: ['registerLost'],
    valid: (dice) => finished(dice),
    mutate: (history, dice) => {
      const acknowledged = history.filter(({ f, type }) => f === 'write' && type === 'ok')
      const lost = acknowledged[dice.below(acknowledged.length)]
      const older = lost && acknowledged.filter(({ ret }) => ret < lost.call)
      if (lost === undefined || older === undefined) return null
      const result = older.at(-1)?.value ?? 0
      return { history: history.map((one) => (one.phase === 'after' ? { ...one, result } : one)), seeded: [lost] }
    },
    // One write at least is certainly newer than the value that is left.
    broken: (history) => lostWrites(history, 'r').length === 1,
    judge: (history) => {
      const { valid, witness } = check(registerLost, history)
      return { valid: valid === true, witness: witness?.operations ?? null }
    },
  }),
  validRow<Operation>({
    id: 'register-lost',
    bug: 'linearizable registers, all final reads alike',
    checkers: ['registerLost'],
    generate: (dice) => numbered(finished(dice, 200)),
    judge: (history) => ({ valid: check(registerLost, history).valid === true }),
    show: showOperations,
  }),
  comparisonRow<Operation>({
    id: 'staleness',
    what: 'random registers, every pair of read and write compared',
    checkers: ['staleness'],
    generate: (dice) => randomFinals(dice).map((one) => ({ ...one, call: one.call * MS, ret: one.ret * MS, end: one.end * MS })),
    checker: (history) => {
      const { stale, maxMs } = check(staleness, history).details
      return { valid: stale === 0, detail: `${String(stale)} by ${String(maxMs)}` }
    },
    reference: (history) => {
      const stale = staleReads(history)
      return { valid: stale.length === 0, detail: `${stale.length} by ${stale.length === 0 ? 'null' : Math.max(...stale.map(({ age }) => age)) / MS}` }
    },
    show: showOperations,
  }),
  mutationRow({
    id: 'staleness/stale-read',
    bug: 'a read answers a value that was overwritten',
    checkers: ['staleness'],
    valid: (_dice, seed) => linearizableHistory(seed, { operations: 30, span: 4, unique: true, unknown: 5, failedSwaps: false }),
    mutate: REGISTER_BUGS.find(({ id }) => id === 'stale-read')!.mutate,
    broken: (history) => staleReads(history).length > 0,
    judge: (history) => ({ valid: check(staleness, history).details['stale'] === 0 }),
  }),
  validRow<Operation>({
    id: 'staleness',
    bug: 'linearizable registers have no stale read',
    checkers: ['staleness'],
    generate: (_dice, seed) => linearizableHistory(seed, { operations: 300, span: 6, unique: true, unknown: 5, failedSwaps: true }),
    judge: (history) => ({ valid: check(staleness, history).details['stale'] === 0 }),
    show: showOperations,
  }),
]

/** An atomic register that every home reads in the end. */
function finished(dice: Random, operations = 12): readonly Operation[] {
  let value = 0
  const load = atomicHistory(dice, { operations, span: 12, unknown: 5, failed: 5 }, (happens, number) => {
    if (dice.below(2) === 0) return { f: 'read', key: 'r', value: null, result: value }
    if (happens) value = number + 1
    return { f: 'write', key: 'r', value: number + 1 }
  })
  const finals = NODES.map((home, i) => sketched({ f: 'read', key: 'r', home, call: AT.after + i, ret: AT.after + 5, result: value }))
  return [...load, ...finals]
}

/** Writes, swaps and reads at random times, then some last reads. Values are unique, answers drawn from them. */
function randomFinals(dice: Random): Operation[] {
  const writes = Array.from({ length: 2 + dice.below(5) }, (_, i) => {
    const call = dice.below(30)
    const roll = dice.below(8)
    const ret = roll === 0 ? Infinity : call + dice.below(10)
    const swap = dice.below(4) === 0
    return sketched({ f: swap ? 'cas' : 'write', key: 'r', value: swap ? [99, i + 1] : i + 1, call, ret, ...(roll === 1 ? { type: 'fail' as const } : {}) })
  })
  const answer = (): number => dice.below(writes.length + 1)
  const reads = Array.from({ length: dice.below(3) }, () => {
    const call = dice.below(40)
    return sketched({ f: 'read', key: 'r', call, ret: call + dice.below(6), result: answer() })
  })
  const finals = NODES.slice(0, 1 + dice.below(3)).flatMap((home) =>
    Array.from({ length: 1 + dice.below(2) }, () => {
      const call = AT.after + dice.below(6)
      return sketched({ f: 'read', key: 'r', home, call, ret: call + 1 + dice.below(4), result: dice.below(2) === 0 ? 1 : answer() })
    }),
  )
  return numbered([...writes, ...reads, ...finals])
}
