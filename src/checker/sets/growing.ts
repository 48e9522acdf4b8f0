import type { Operation } from '../../core/event.ts'
import type { Sequential } from '../confirm.ts'
import type { SetHistory, SetRead } from './columns.ts'

/** Operations that no order of adds and reads explains, in order of call, and the elements that matter. */
export interface SetConflict {
  readonly operations: readonly Operation[]
  readonly elements: readonly number[]
  /** Two reads of which neither contains the other, or one that came too late for what it shows. */
  readonly kind: 'incomparable' | 'too late'
}

/**
 * Is a set that only grows linearizable? Exact, linear in the size of all answers apart from sorting.
 *
 * Its states form a chain by inclusion, so the answers must: sorted by size, each contains the one before. Then every
 * operation has its place: reads of one answer, then the adds of what the next answer has more, then its reads, and last
 * the acknowledged adds that nobody saw. Real time must not contradict: nothing may have returned before something at
 * an earlier place was called.
 *
 * What nobody added, and answers with an element twice, are for others to report; they are taken as the set they show.
 */
export function growingConflict({ adds, reads, elements }: SetHistory): SetConflict | null {
  const bySize = reads.toSorted((a, b) => a.elements.length - b.elements.length)
  /** Number of the answer in which an element first is; after all answers for the unseen. */
  const place = new Int32Array(elements.length).fill(-1)
  let answers = 0
  const slots = new Map<number, SetRead[]>()
  let before: SetRead | null = null
  for (const read of bySize) {
    const known = read.elements.reduce((sum, element) => sum + (place[element]! >= 0 ? 1 : 0), 0)
    const size: number = before?.elements.length ?? 0
    if (known < size) return incomparable(before!, read, adds)
    if (before === null || read.elements.length > size) {
      answers++
      slots.set(answers, [])
      for (const element of read.elements) if (place[element] === -1) place[element] = answers
    }
    slots.get(answers)!.push(read)
    before = read
  }
  return tooLate(adds, place, [...slots.values()])
}

function incomparable(a: SetRead, b: SetRead, adds: SetHistory['adds']): SetConflict {
  const only = (one: SetRead, other: SetRead): number => {
    const seen = new Set(other.elements)
    return one.elements.find((element) => !seen.has(element))!
  }
  const elements = [only(a, b), only(b, a)]
  const added = elements.flatMap((element) => adds[element]!.filter(({ type }) => type !== 'fail'))
  return { operations: inOrder([...added, a.operation, b.operation]), elements, kind: 'incomparable' }
}

/** Something that has its place in the chain: a read, or the moment from which an element was there. */
interface Placed {
  /** It cannot have been before this call … */
  readonly call: number
  /** … nor after this return. */
  readonly ret: number
  readonly element: number | null
  readonly read: SetRead | null
}

/** @param answers the reads of each answer, smallest answer first */
function tooLate(adds: SetHistory['adds'], place: Int32Array, answers: readonly (readonly SetRead[])[]): SetConflict | null {
  const slots: Placed[][] = Array.from({ length: 2 * answers.length + 1 }, () => [])
  answers.forEach((reads, i) => {
    for (const read of reads) slots[2 * i + 1]!.push({ call: read.operation.call, ret: read.operation.ret, element: null, read })
  })
  adds.forEach((requests, element) => {
    const moment = momentOf(requests, element)
    // One of unknown outcome that nobody saw may never have happened.
    if (moment === null || (place[element] === -1 && moment.ret === Infinity)) return
    slots[place[element] === -1 ? slots.length - 1 : 2 * (place[element]! - 1)]!.push(moment)
  })
  let latest: { readonly placed: Placed; readonly slot: number } | null = null
  for (const [slot, all] of slots.entries()) {
    for (const placed of all) {
      if (latest !== null && placed.ret < latest.placed.call) return conflict(latest.placed, placed, answers[latest.slot >> 1]![0]!, adds)
    }
    for (const placed of all) if (latest === null || placed.call > latest.placed.call) latest = { placed, slot }
  }
  return null
}

/** The element is there from the first of its adds on: after the earliest call, before the earliest acknowledgement. */
function momentOf(requests: readonly Operation[], element: number): Placed | null {
  const tried = requests.filter(({ type }) => type !== 'fail')
  if (tried.length === 0) return null
  const call = tried.reduce((least, one) => Math.min(least, one.call), Infinity)
  const ret = tried.reduce((least, one) => (one.type === 'ok' ? Math.min(least, one.ret) : least), Infinity)
  return { call, ret, element, read: null }
}

/**
 * `early` returned before `late` was called, though what reads show puts `late` first.
 *
 * @param shown a read of the answer that puts it first
 */
function conflict(late: Placed, early: Placed, shown: SetRead, adds: SetHistory['adds']): SetConflict {
  const seen = new Set((late.read ?? shown).elements)
  const more = early.read === null || late.read === null ? undefined : early.read.elements.find((element) => !seen.has(element))
  const elements = [late.element, early.element, more ?? null].filter((element) => element !== null)
  const added = elements.flatMap((element) => adds[element]!.filter(({ type }) => type !== 'fail'))
  const reads = [late.read ?? shown, early.read].flatMap((read) => read?.operation ?? [])
  return { operations: inOrder([...new Set([...added, ...reads])]), elements, kind: 'too late' }
}

function inOrder(operations: readonly Operation[]): Operation[] {
  return operations.toSorted((a, b) => a.call - b.call || a.index - b.index)
}

/** A set that only grows, seen through a few of its elements: for the confirmation of witnesses. */
export function growingSet(names: ReadonlySet<string>): Sequential<ReadonlySet<string>> {
  return {
    initial: new Set(),
    step(state, operation) {
      if (operation.f === 'add') return new Set([...state, JSON.stringify(operation.value)])
      const shown = new Set(((operation.result ?? []) as readonly unknown[]).map((value) => JSON.stringify(value)).filter((name) => names.has(name)))
      return shown.size === state.size && [...shown].every((name) => state.has(name)) ? state : undefined
    },
  }
}
