import { random, type Random } from '../core/random.ts'
import type { Answer } from './compare.ts'
import type { Figures, Row, RowOptions } from './row.ts'
import { shrink } from './shrink.ts'

/** Long histories that are valid by the way they are made. */
export interface ValidHistories<T> {
  readonly id: string
  readonly bug: string
  readonly checkers: readonly string[]
  generate(dice: Random, seed: number): readonly T[]
  judge(history: readonly T[]): Answer
  show(history: readonly T[]): string
}

/** Histories of such a row: one for so many of those compared with the brute force. */
const SHARE = 200

/** A row whose histories must all pass. */
export function validRow<T>(histories: ValidHistories<T>): Row {
  const { id, bug, checkers } = histories
  return { id: `${id}/no-false-alarm`, kind: 'valid', bug, checkers, run: (options) => runValid(histories, options) }
}

function runValid<T>(row: ValidHistories<T>, { seed, histories }: RowOptions): Figures {
  const count = Math.ceil(histories / SHARE)
  let [falseAlarms, passed] = [0, 0]
  let problem: string | null = null
  for (let at = seed; at < seed + count; at++) {
    const history = row.generate(random(at), at)
    const { valid, detail } = row.judge(history)
    if (valid && detail === undefined) passed++
    else {
      falseAlarms++
      problem ??= `seed ${at}: ${detail ?? 'a valid history is reported'}; left of it after shrinking (parts may be invalid for another reason)\n${row.show(shrink(history, (some) => !row.judge(some).valid))}`
    }
  }
  return { histories: count, caught: 0, missed: 0, falseAlarms, passed, problem }
}
