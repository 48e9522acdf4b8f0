import { counterBounds } from '../../checker/counter-bounds.ts'
import { counterFinal } from '../../checker/counter-final.ts'
import { counterExact } from '../../checker/counter/check.ts'
import type { Operation } from '../../core/event.ts'
import type { Random } from '../../core/random.ts'
import type { Check } from '../../core/workload.ts'
import { comparisonRow } from '../compare.ts'
import { atomicHistory } from '../generate/atomic.ts'
import { AT, NODES, check, numbered, sketched } from '../generate/operation.ts'
import { mutationRow, type Mutant } from '../mutate.ts'
import { counterDeviation, counterExplained, finalDeviations } from '../reference/counters.ts'
import type { Judgement, Row } from '../row.ts'
import { showOperations } from '../show.ts'
import { validRow } from '../valid.ts'

const POSTS = ['p', 'q']

/** Bugs of a counter, and the checks that must find each. */
const BUGS: readonly { readonly id: string; readonly bug: string; readonly checks: readonly Check[]; mutate(history: readonly Operation[], dice: Random): Mutant | null }[] = [
  { id: 'lost-like', bug: 'every final read misses an acknowledged like', checks: [counterBounds, counterFinal, counterExact], mutate: (history) => shiftFinals(history, -1) },
  { id: 'double-like', bug: 'every final read counts one like twice', checks: [counterBounds, counterFinal, counterExact], mutate: (history) => shiftFinals(history, 1) },
  { id: 'stale-read', bug: 'one read answers the count of an earlier one', checks: [counterBounds, counterExact], mutate: staleRead },
  { id: 'failed-like', bug: 'a like that was counted is said to have failed', checks: [counterFinal, counterExact], mutate: failedLike },
  { id: 'back', bug: 'a read shows less than one before it, though a like is still under way', checks: [counterExact], mutate: goneBack },
]

export const counterRows: readonly Row[] = [
  comparisonRow<Operation>({
    id: 'counter-bounds',
    what: 'random likes, unlikes and reads, every choice of open changes tried for each read',
    checkers: ['counterBounds'],
    generate: (dice) => randomCounter(dice, true),
    checker: (history) => {
      const { valid, details } = check(counterBounds, history)
      return { valid: valid === true, detail: `${String(details['below'])} below, ${String(details['above'])} above` }
    },
    reference: (history) => {
      const gaps = history.filter(({ f, type }) => f === 'read' && type === 'ok').map((read) => counterDeviation(history, read))
      const [below, above] = [gaps.filter((gap) => gap > 0).length, gaps.filter((gap) => gap < 0).length]
      return { valid: below + above === 0, detail: `${below} below, ${above} above` }
    },
    show: showOperations,
  }),
  comparisonRow<Operation>({
    id: 'counter-final',
    what: 'random counters and final reads, every choice of open changes tried for each home',
    checkers: ['counterFinal'],
    generate: (dice) => numbered([...randomCounter(dice, true), ...randomFinals(dice)]),
    checker: (history) => {
      const { valid, details } = check(counterFinal, history)
      return { valid: valid !== false, detail: `${String(details['lost'])} lost, ${String(details['over'])} over` }
    },
    reference: (history) => {
      const gaps = finalDeviations(history, POSTS)
      const sum = (sign: number): number => gaps.filter((gap) => Math.sign(gap) === sign).reduce((total, gap) => total + Math.abs(gap), 0)
      return { valid: gaps.length === 0, detail: `${sum(1)} lost, ${sum(-1)} over` }
    },
    show: showOperations,
  }),
  comparisonRow<Operation>({
    id: 'counter-exact',
    what: 'random likes and reads of one counter, every order tried',
    checkers: ['counterExact'],
    generate: (dice) => randomCounter(dice, false),
    checker: (history) => {
      const { valid, witness } = check(counterExact, history)
      return { valid: valid === true, ...(witness === null || witness.confirmed ? {} : { detail: 'the witness is not confirmed' }) }
    },
    reference: (history) => ({ valid: counterExplained(history) }),
    show: showOperations,
  }),
  ...BUGS.flatMap(({ id, bug, checks, mutate }) =>
    checks.map((one) =>
      mutationRow({ id: `${nameOf(one)}/${id}`, bug, checkers: [one.name], valid: atomicCounter, mutate, ...(one === counterBounds || one === counterFinal ? { broken: brokenFor(one) } : { broken: (history) => !counterExplained(history) }), judge: (history) => judge(one, history) }),
    ),
  ),
  ...[counterBounds, counterFinal, counterExact].map((one) =>
    validRow<Operation>({
      id: nameOf(one),
      bug: 'atomic counters of 150 operations with unknown and failed likes',
      checkers: [one.name],
      generate: (dice) => numbered(atomicCounter(dice, 0, 150, one !== counterExact)),
      judge: (history) => ({ valid: judge(one, history).valid }),
      show: showOperations,
    }),
  ),
]

function nameOf(one: Check): string {
  return one.name.replace('counter', 'counter-').toLowerCase()
}

function judge(one: Check, history: readonly Operation[]): Judgement {
  const { valid, witness } = check(one, history)
  return { valid: valid === true, witness: witness?.operations ?? null }
}

function brokenFor(one: Check): (history: readonly Operation[]) => boolean {
  if (one === counterFinal) return (history) => finalDeviations(history, POSTS).length > 0
  return (history) => history.some((read) => read.f === 'read' && read.type === 'ok' && counterDeviation(history, read) !== 0)
}

/** An atomic counter that every home reads in the end, small enough for the brute force. */
function atomicCounter(dice: Random, _seed = 0, operations = 8, unlikes = false): Operation[] {
  let count = 0
  const load = atomicHistory(dice, { operations, span: 14, unknown: 6, failed: 6 }, (happens, number) => {
    const roll = dice.below(8)
    if (roll < 4) return { f: 'read', key: 'p', value: null, result: count }
    const step = unlikes && roll === 4 ? -1 : 1
    if (happens) count += step
    return { f: step === 1 ? 'like' : 'unlike', key: 'p', value: { id: number } }
  })
  return [...load, ...NODES.map((home, i) => sketched({ f: 'read', key: 'p', home, call: AT.after + 10 * i, ret: AT.after + 10 * i + 5, result: count }))]
}

function randomCounter(dice: Random, unlikes: boolean): Operation[] {
  const changes = Array.from({ length: 1 + dice.below(4) }, (_, id) => {
    const call = dice.below(12)
    const ret = dice.below(4) === 0 ? Infinity : call + dice.below(8)
    const f = unlikes && dice.below(4) === 0 ? 'unlike' : 'like'
    return sketched({ f, key: unlikes && dice.below(3) === 0 ? 'q' : 'p', value: { id }, call, ret, ...(dice.below(10) === 0 ? { type: 'fail' as const } : {}) })
  })
  const reads = Array.from({ length: 1 + dice.below(4) }, () => {
    const call = dice.below(16)
    const called = changes.filter((one) => one.call <= call).length
    return sketched({ f: 'read', key: unlikes && dice.below(3) === 0 ? 'q' : 'p', call, ret: call + dice.below(5), result: Math.max(0, called + 1 - dice.below(4)) })
  })
  return numbered([...changes, ...reads])
}

function randomFinals(dice: Random): Operation[] {
  return POSTS.flatMap((key) => {
    const about = dice.below(4)
    return NODES.slice(0, dice.below(4)).map((home) => {
      const call = AT.after + dice.below(6)
      return sketched({ f: 'read', key, home, call, ret: call + 3, result: about + dice.below(2) })
    })
  })
}

/** Which operation of the bug a final read quotes cannot be told from a number: any final read is one. */
function shiftFinals(history: readonly Operation[], by: number): Mutant {
  const changed = history.map((one) => (one.phase === 'after' ? { ...one, result: (one.result as number) + by } : one))
  return { history: changed, seeded: changed.filter(({ phase }) => phase === 'after') }
}

function staleRead(history: readonly Operation[], dice: Random): Mutant | null {
  const reads = history.filter(({ f }) => f === 'read')
  const read = reads[dice.below(reads.length)]!
  const earlier = reads.filter((one) => one.ret < read.call && one.result !== read.result)
  if (earlier.length === 0) return null
  const fresh = { ...read, result: earlier[dice.below(earlier.length)]!.result! }
  // The witness may name a read that the stale one now contradicts, and the likes in between.
  return { history: history.map((one) => (one === read ? fresh : one)), seeded: [fresh] }
}

function failedLike(history: readonly Operation[], dice: Random): Mutant | null {
  const likes = history.filter(({ f, type }) => f === 'like' && type === 'ok')
  const like = likes[dice.below(likes.length)]
  if (like === undefined) return null
  const fresh: Operation = { ...like, type: 'fail' }
  // What failed is no part of any order: the reads that count it are the witness.
  return { history: history.map((one) => (one === like ? fresh : one)), seeded: history.filter(({ f, ret }) => f === 'read' && ret >= like.call) }
}

/** A like that stays under way over both reads: no bound is broken, yet the count went down. */
function goneBack(history: readonly Operation[]): Mutant {
  const base = AT.after - 100
  const like = sketched({ f: 'like', key: 'p', value: { id: 99 }, call: base, ret: AT.after - 10 })
  const [more, less] = [1, 0].map((extra, i) => sketched({ f: 'read', key: 'p', call: base + 10 + 10 * i, ret: base + 15 + 10 * i, result: finalCount(history) + extra }))
  const finals = history.map((one) => (one.phase === 'after' ? { ...one, result: (one.result as number) + 1 } : one))
  return { history: [...finals, like, more!, less!], seeded: [more!, less!] }
}

function finalCount(history: readonly Operation[]): number {
  return history.find(({ phase }) => phase === 'after')!.result as number
}
