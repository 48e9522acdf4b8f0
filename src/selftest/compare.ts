import { random, type Random } from '../core/random.ts'
import type { Figures, Row, RowOptions } from './row.ts'
import { shrink } from './shrink.ts'

/** An answer about one history: valid or not, and whatever else must be the same. */
export interface Answer {
  readonly valid: boolean
  /** Figures or names, in a text that equal findings share. */
  readonly detail?: string
}

/** A checker beside a reference that shares nothing with it. */
export interface Comparison<T> {
  readonly id: string
  readonly what: string
  readonly checkers: readonly string[]
  generate(dice: Random, seed: number): readonly T[]
  checker(history: readonly T[]): Answer
  reference(history: readonly T[]): Answer
  show(history: readonly T[]): string
  /** The checker may miss some by its definition (it says so); reporting a valid history is a failure all the same. */
  readonly incomplete?: string
}

/** Fewer histories than this may by chance be all valid or all invalid. */
const ENOUGH = 200

/** A row that compares checker and reference on random histories. */
export function comparisonRow<T>(comparison: Comparison<T>): Row {
  const { id, what, checkers } = comparison
  return { id: `${id}/brute-force`, kind: 'random', bug: what, checkers, run: (options) => compare(comparison, options) }
}

function compare<T>(comparison: Comparison<T>, { seed, histories }: RowOptions): Figures {
  let [caught, missed, falseAlarms, passed] = [0, 0, 0, 0]
  let problem: string | null = null
  for (let at = seed; at < seed + histories; at++) {
    const history = comparison.generate(random(at), at)
    const [got, expected] = [comparison.checker(history), comparison.reference(history)]
    const same = agree(comparison, got, expected)
    if (same && expected.valid) passed++
    else if (same && !got.valid) caught++
    else if (same) passed++
    else if (expected.valid) falseAlarms++
    else missed++
    if (!same) problem ??= disagreement(comparison, history, at)
  }
  if (histories >= ENOUGH && problem === null && (caught === 0 || passed === 0)) problem = `the histories were all ${caught === 0 ? 'valid' : 'invalid'}: nothing was compared`
  return { histories, caught, missed, falseAlarms, passed, problem }
}

function agree<T>({ incomplete }: Comparison<T>, got: Answer, expected: Answer): boolean {
  if (incomplete !== undefined && got.valid && !expected.valid) return true
  return got.valid === expected.valid && (incomplete !== undefined || got.detail === expected.detail)
}

function disagreement<T>(comparison: Comparison<T>, history: readonly T[], seed: number): string {
  const differ = (some: readonly T[]): boolean => !agree(comparison, comparison.checker(some), comparison.reference(some))
  const least = shrink(history, differ)
  const say = ({ valid, detail }: Answer): string => `${valid ? 'valid' : 'invalid'}${detail === undefined ? '' : ` (${detail})`}`
  return [
    `seed ${seed}: the checker says ${say(comparison.checker(least))}, the reference ${say(comparison.reference(least))}, of the minimal history`,
    comparison.show(least),
  ].join('\n')
}
