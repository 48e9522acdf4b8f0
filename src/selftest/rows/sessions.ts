import { sessions } from '../../checker/sessions/check.ts'
import { GUARANTEES, brokenGuarantees, type Guarantee } from '../../checker/sessions/guarantees.ts'
import { registerRows } from '../../checker/sessions/registers.ts'
import { sessionColumns } from '../../checker/sessions/rows.ts'
import type { Operation } from '../../core/event.ts'
import type { NodeId } from '../../core/ids.ts'
import type { Random } from '../../core/random.ts'
import { comparisonRow } from '../compare.ts'
import { atomicHistory } from '../generate/atomic.ts'
import { NODES, check, numbered, sketched } from '../generate/operation.ts'
import { simulate } from '../generate/transactions.ts'
import { txnOperation } from '../generate/txn.ts'
import { mutationRow } from '../mutate.ts'
import { brokenSessions } from '../reference/sessions.ts'
import type { Judgement, Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'
import { brokenPairs, randomRows, type PlainRow } from '../reference/session-rows.ts'

const LOAD = { transactions: 12, keys: 3, clients: 4, most: 3, unknown: 8 }

/**
 * Lists in which each guarantee is broken by the last two operations of a session at n1, told by a third one; beside it the
 * answer that would have been right. Times in tens.
 */
const LISTS: { readonly [guarantee in Guarantee]: (bad: boolean) => readonly Operation[] } = {
  'monotonic-reads': (bad) => [append('n2', 1, 0), read('n1', [1], 2), read('n1', bad ? [] : [1], 4)],
  'read-your-writes': (bad) => [append('n1', 1, 0), read('n1', bad ? [] : [1], 2)],
  // Two reads [1] and [2 1] would have no common order at all, so here one read shows both already.
  'writes-follow-reads': (bad) => [append('n2', 1, 0, 9), read('n1', bad ? [2, 1] : [1], 2), append('n1', 2, 4), ...(bad ? [] : [read('n2', [1, 2], 6)])],
  'monotonic-writes': (bad) => [append('n1', 1, 0), append('n1', 2, 2), read('n2', bad ? [2, 1] : [1, 2], 4)],
}

export const sessionRows: readonly Row[] = [
  comparisonRow<Operation>({
    id: 'sessions-registers',
    what: 'random registers with three homes, all pairs of operations compared',
    checkers: GUARANTEES.map((guarantee) => `sessions/${guarantee}`),
    generate: randomRegisters,
    checker: (history) => {
      const rows = registerRows(history)
      const broken = brokenGuarantees(sessionColumns(rows, 'home')).map(({ guarantee, later }) => `${guarantee} ${rows[later]!.operation.index}`)
      return { valid: broken.length === 0, detail: [...new Set(broken)].sort().join(', ') }
    },
    reference: (history) => {
      const broken = brokenSessions(history)
      return { valid: broken.length === 0, detail: broken.join(', ') }
    },
    show: showOperations,
  }),
  comparisonRow<PlainRow>({
    id: 'sessions-versions',
    what: 'random reads and writes with known versions, all pairs compared',
    checkers: GUARANTEES.map((guarantee) => `sessions/${guarantee}`),
    generate: randomRows,
    ...brokenPairs,
  }),
  ...GUARANTEES.map((guarantee) =>
    mutationRow({
      id: `sessions/${guarantee}`,
      bug: `a session breaks ${guarantee} of a list`,
      checkers: [`sessions/${guarantee}`],
      valid: (dice, seed) => [...simulate(seed, 'serializable', LOAD).map((txn) => txnOperation(txn, NODES[dice.below(3)]!)), ...LISTS[guarantee](false)],
      mutate: (history) => {
        const bad = LISTS[guarantee](true)
        return { history: [...history.filter(({ process }) => process < GADGET), ...bad], seeded: bad }
      },
      judge: (history) => judge(guarantee, history),
    }),
  ),
  ...(['monotonic-reads', 'read-your-writes'] as const).map((guarantee) =>
    mutationRow({
      id: `sessions/${guarantee}-register`,
      bug: guarantee === 'monotonic-reads' ? 'a session reads an older value than before' : 'a session reads an older value than it wrote',
      checkers: [`sessions/${guarantee}`],
      valid: (dice) => atomicRegister(dice, 30),
      mutate: (history, dice) => goBack(history, dice, guarantee === 'monotonic-reads' ? 'read' : 'write'),
      broken: (history) => brokenSessions(history).some((line) => line.startsWith(guarantee)),
      judge: (history) => judge(guarantee, history),
    }),
  ),
  validRow<Operation>({
    id: 'sessions',
    bug: 'atomic registers, and serializable lists, of 150 operations',
    checkers: GUARANTEES.map((guarantee) => `sessions/${guarantee}`),
    generate: (dice, seed) =>
      numbered(seed % 2 === 0 ? atomicRegister(dice, 150) : simulate(seed, 'serializable', { ...LOAD, transactions: 150 }).map((txn) => txnOperation(txn, NODES[dice.below(3)]!))),
    judge: (history) => ({ valid: check(sessions, history).valid === true }),
    show: showOperations,
  }),
]

/** Processes of the lists that a bug is put into begin here. */
const GADGET = 5000

function append(home: NodeId, element: number, at: number, until = at + 1): Operation {
  return sketched({ f: 'txn', home, value: [['append', 'gadget', element]], result: [['append', 'gadget', element]], call: 10 * at, ret: 10 * until, process: GADGET + at })
}

function read(home: NodeId, list: readonly number[], at: number): Operation {
  return sketched({ f: 'txn', home, value: [['r', 'gadget', null]], result: [['r', 'gadget', list]], call: 10 * at, ret: 10 * at + 10, process: GADGET + at })
}

function judge(guarantee: Guarantee, history: readonly Operation[]): Judgement {
  const { details, witness } = check(sessions, history)
  return { valid: details[guarantee] === 0, witness: witness?.operations ?? null }
}

function atomicRegister(dice: Random, operations: number): Operation[] {
  let value = 0
  return atomicHistory(dice, { operations, span: 14, unknown: 5, failed: 5 }, (happens, number) => {
    if (dice.below(2) === 0) return { f: 'read', key: 'r', value: null, result: value }
    if (happens) value = number + 1
    return { f: 'write', key: 'r', value: number + 1 }
  })
}

/** A read answers a value written before the one that its session had read or written. */
function goBack(history: readonly Operation[], dice: Random, after: 'read' | 'write') {
  const firsts = history.filter(({ f, type }) => f === after && type === 'ok')
  const first = firsts[dice.below(firsts.length)]
  const seconds = first === undefined ? [] : history.filter((one) => one.f === 'read' && one.home === first.home && one.call > first.ret)
  const second = seconds[dice.below(Math.max(1, seconds.length))]
  if (first === undefined || second === undefined) return null
  const seen = first.f === 'read' ? first.result : first.value
  const writer = history.find(({ f, value }) => f === 'write' && value === seen)
  const older = history.filter(({ f, type, ret }) => f === 'write' && type === 'ok' && writer !== undefined && ret < writer.call)
  const fresh = { ...second, result: older.at(-1)?.value ?? 0 }
  return { history: history.map((one) => (one === second ? fresh : one)), seeded: [fresh] }
}

/** Values are unique but for a few; answers drawn from them. */
function randomRegisters(dice: Random): Operation[] {
  const writes = Array.from({ length: 2 + dice.below(3) }, (_, i) => {
    const call = dice.below(20)
    const roll = dice.below(8)
    const ret = roll === 0 ? Infinity : call + dice.below(6)
    return sketched({ f: 'write', key: 'xy'[dice.below(2)]!, home: NODES[dice.below(2)]!, value: dice.below(10) === 0 ? 1 : i + 1, call, ret, ...(roll === 1 ? { type: 'fail' as const } : {}) })
  })
  const reads = Array.from({ length: 1 + dice.below(5) }, () => {
    const call = dice.below(30)
    return sketched({ f: 'read', key: 'xy'[dice.below(2)]!, home: NODES[dice.below(2)]!, result: dice.below(writes.length + 1), call, ret: call + dice.below(5) })
  })
  return numbered([...writes, ...reads])
}
