import { sets } from '../../checker/sets/check.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Random } from '../../core/random.ts'
import { comparisonRow } from '../compare.ts'
import { atomicHistory } from '../generate/atomic.ts'
import { AT, check, numbered, sketched } from '../generate/operation.ts'
import { mutationRow, type Mutant } from '../mutate.ts'
import { setExplained } from '../reference/sets.ts'
import type { Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'

/** Answers of reads that a bug changes. */
type Change = (answer: readonly Json[], read: Operation) => readonly Json[]

const BUGS: readonly { readonly id: string; readonly bug: string; mutate(history: readonly Operation[], dice: Random): Mutant | null }[] = [
  { id: 'lost', bug: 'an acknowledged element is in no later answer', mutate: (history, dice) => hide(history, dice, () => true) },
  { id: 'stale', bug: 'one answer misses an acknowledged element', mutate: (history, dice) => hide(history, dice, (read, last) => read !== last) },
  { id: 'duplicated', bug: 'an answer has an element twice', mutate: (history, dice) => change(history, dice, (answer) => (answer.length === 0 ? answer : [...answer, answer[0]!])) },
  { id: 'never-added', bug: 'an answer has an element of nobody', mutate: (history, dice) => change(history, dice, (answer) => [...answer, 5000]) },
  { id: 'failed-add', bug: 'an add whose element was read is said to have failed', mutate: failedAdd },
  { id: 'reorder', bug: 'two answers change places', mutate: reorder },
  { id: 'torn', bug: 'two reads at once each miss what the other shows', mutate: torn },
]

export const setRows: readonly Row[] = [
  comparisonRow<Operation>({
    id: 'sets',
    what: 'random adds and reads, every order tried',
    checkers: ['sets'],
    generate: randomSet,
    checker: (history) => {
      const { valid, witness } = check(sets, history)
      return { valid: valid !== false, ...(witness === null || witness.confirmed ? {} : { detail: 'the witness is not confirmed' }) }
    },
    reference: (history) => ({ valid: setExplained(history) }),
    show: showOperations,
  }),
  ...BUGS.map(({ id, bug, mutate }) =>
    mutationRow({
      id: `sets/${id}`,
      bug,
      checkers: ['sets'],
      valid: (dice) => atomicSet(dice, 9),
      mutate,
      broken: (history) => !setExplained(history),
      judge: (history) => {
        const { valid, witness } = check(sets, history)
        return { valid: valid === true, witness: witness?.operations ?? null }
      },
    }),
  ),
  validRow<Operation>({
    id: 'sets',
    bug: 'atomic sets of 150 operations with unknown and failed adds',
    checkers: ['sets'],
    generate: (dice) => numbered(atomicSet(dice, 150)),
    judge: (history) => ({ valid: check(sets, history).valid === true }),
    show: showOperations,
  }),
]

/** An atomic set that is read at the end. */
function atomicSet(dice: Random, operations: number): Operation[] {
  const elements: number[] = []
  const load = atomicHistory(dice, { operations, span: 14, unknown: 6, failed: 6 }, (happens, number) => {
    if (dice.below(2) === 0) return { f: 'read', value: null, result: [...elements] }
    if (happens) elements.push(number)
    return { f: 'add', value: number }
  })
  return [...load, sketched({ f: 'read', call: AT.after, ret: AT.after + 5, result: [...elements] })]
}

/** Answers are drawn from a chain of growing sets, with a small chance of something else. */
function randomSet(dice: Random): Operation[] {
  const adds = Array.from({ length: 1 + dice.below(4) }, (_, i) => {
    const call = dice.below(12)
    const roll = dice.below(8)
    return sketched({ f: 'add', value: dice.below(10) === 0 ? 0 : i, call, ret: roll === 0 ? Infinity : call + dice.below(8), ...(roll === 1 ? { type: 'fail' as const } : {}) })
  })
  const chain = adds.toSorted((a, b) => a.call - b.call || dice.below(3) - 1).map(({ value }) => value)
  const reads = Array.from({ length: 1 + dice.below(3) }, () => {
    const call = dice.below(16)
    const shown = [...new Set(chain.slice(0, dice.below(chain.length + 1)))]
    const odd = dice.below(12)
    const result = odd === 0 ? [...shown, 77] : odd === 1 && shown.length > 0 ? [...shown, shown[0]!] : odd === 2 ? shown.slice(1) : shown
    return sketched({ f: 'read', call, ret: call + dice.below(6), result })
  })
  return numbered([...adds, ...reads])
}

const isRead = ({ f }: Operation): boolean => f === 'read'
const answerOf = ({ result }: Operation): readonly Json[] => result as readonly Json[]

function change(history: readonly Operation[], dice: Random, to: Change): Mutant {
  const reads = history.filter(isRead)
  const read = reads[dice.below(reads.length)]!
  const fresh = { ...read, result: to(answerOf(read), read) }
  return { history: history.map((one) => (one === read ? fresh : one)), seeded: [fresh] }
}

/** Takes an element out of the answers called after its acknowledgement that `from` picks. */
function hide(history: readonly Operation[], dice: Random, from: (read: Operation, last: Operation) => boolean): Mutant | null {
  const adds = history.filter(({ f, type }) => f === 'add' && type === 'ok')
  const add = adds[dice.below(adds.length)]
  if (add === undefined) return null
  const last = history.at(-1)!
  const hit = (one: Operation): boolean => isRead(one) && one.call > add.ret && from(one, last)
  const changed = history.map((one) => (hit(one) ? { ...one, result: answerOf(one).filter((value) => value !== add.value) } : one))
  return changed.some(hit) ? { history: changed, seeded: [add, ...changed.filter(hit)] } : null
}

function failedAdd(history: readonly Operation[], dice: Random): Mutant | null {
  const adds = history.filter(({ f, type }) => f === 'add' && type === 'ok')
  const add = adds[dice.below(adds.length)]
  if (add === undefined) return null
  const fresh: Operation = { ...add, type: 'fail' }
  return { history: history.map((one) => (one === add ? fresh : one)), seeded: [fresh] }
}

function reorder(history: readonly Operation[], dice: Random): Mutant | null {
  const reads = history.filter(isRead)
  const first = reads[dice.below(reads.length)]!
  const second = reads.find((one) => one.call > first.ret && answerOf(one).length > answerOf(first).length)
  if (second === undefined) return null
  const fresh = [{ ...first, result: second.result! }, { ...second, result: first.result! }]
  return { history: [...history.filter((one) => one !== first && one !== second), ...fresh], seeded: fresh }
}

/** Two adds and two reads, all at once: any one of the answers can be, both together cannot. */
function torn(history: readonly Operation[]): Mutant {
  const base = AT.after - 100
  const before = answerOf(history.at(-1)!)
  const adds = [901, 902].map((value) => sketched({ f: 'add', value, call: base, ret: AT.after - 10 }))
  const reads = [901, 902].map((value, i) => sketched({ f: 'read', call: base + i, ret: AT.after - 20, result: [...before, value] }))
  const end = { ...history.at(-1)!, result: [...before, 901, 902] }
  return { history: [...history.slice(0, -1), ...adds, ...reads, end], seeded: reads }
}
