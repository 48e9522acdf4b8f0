import type { Operation } from '../../core/event.ts'
import type { Witness } from '../../core/workload.ts'
import { countOf } from '../counter-history.ts'
import { describe } from '../describe.ts'
import { countAtMost, countBelow } from '../sorted.ts'

/** A change of a counter by any whole number. */
export interface Step {
  readonly operation: Operation
  readonly by: number
}

/** A read outside the least and the most that it may answer. */
export interface StepFault {
  readonly read: Operation
  readonly lower: number
  readonly upper: number
}

/** Steps quoted beside a read. */
const QUOTED = 3

/**
 * Reads of one counter that no order of its steps can explain, by bounds: below all that must have happened with all
 * falls that may have, or above the opposite. Sound, not complete (what Jepsen's counter checker does, falls included); in
 * O(n log n).
 *
 * @param steps those that did not fail, from 0
 */
export function outsideBounds(steps: readonly Step[], reads: readonly Operation[]): StepFault[] {
  const rises = sums(steps.filter(({ by }) => by > 0))
  const falls = sums(steps.filter(({ by }) => by < 0))
  return reads.flatMap((read) => {
    const lower = rises.certain(read) + falls.possible(read)
    const upper = rises.possible(read) + falls.certain(read)
    const answer = countOf(read)
    return answer < lower || answer > upper ? [{ read, lower, upper }] : []
  })
}

interface Sums {
  /** Of the steps acknowledged before a read was called. */
  certain(read: Operation): number
  /** Of the steps called before a read returned. */
  possible(read: Operation): number
}

function sums(steps: readonly Step[]): Sums {
  const certain = running(steps.filter(({ operation }) => operation.type === 'ok').map(({ operation, by }) => ({ time: operation.ret, by })))
  const possible = running(steps.map(({ operation, by }) => ({ time: operation.call, by })))
  return {
    certain: ({ call }) => certain.sums[countBelow(certain.times, call)]!,
    possible: ({ ret }) => possible.sums[countAtMost(possible.times, ret)]!,
  }
}

function running(moments: { readonly time: number; readonly by: number }[]): { readonly times: number[]; readonly sums: number[] } {
  moments.sort((a, b) => a.time - b.time)
  const sums = [0]
  for (const { by } of moments) sums.push(sums.at(-1)! + by)
  return { times: moments.map(({ time }) => time), sums }
}

/** The read with the last steps that it must show, the bounds counted once more by walking over all steps. */
export function stepWitness({ read }: StepFault, steps: readonly Step[]): Witness {
  let [lower, upper] = [0, 0]
  const certain: Operation[] = []
  for (const { operation, by } of steps) {
    const before = operation.type === 'ok' && operation.ret < read.call
    if (before) certain.push(operation)
    if (before ? true : operation.call <= read.ret && by < 0) lower += by
    if (before ? true : operation.call <= read.ret && by > 0) upper += by
  }
  const answer = countOf(read)
  const quoted = certain.slice(-QUOTED)
  return {
    operations: [...quoted, read],
    explanation: [
      `${certain.length} changes had been acknowledged before this read was called${quoted.length > 0 ? ', the last of them:' : '.'}`,
      ...quoted.map(describe),
      describe(read),
      `With all that may have happened beside them it must answer at least ${lower} and at most ${upper}; it answers ${answer}.`,
    ],
    confirmed: answer < lower || answer > upper,
  }
}
