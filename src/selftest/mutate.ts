import type { Operation } from '../core/event.ts'
import { random, type Random } from '../core/random.ts'
import { numbered } from './generate/operation.ts'
import type { Figures, Judgement, Row, RowOptions } from './row.ts'
import { showOperations } from './show.ts'

/** A history with a bug in it. */
export interface Mutant {
  readonly history: readonly Operation[]
  /** The operations of `history` that are the bug: changed ones, or the ones that became wrong. */
  readonly seeded: readonly Operation[]
}

/** A way to break a valid history. */
export interface Mutation {
  readonly id: string
  readonly bug: string
  readonly checkers: readonly string[]
  valid(dice: Random, seed: number): readonly Operation[]
  /** Null when the history has no place for the bug. */
  mutate(history: readonly Operation[], dice: Random): Mutant | null
  /**
   * Is the mutant certainly invalid? Decided by a brute force, since a mutation may leave a history valid by luck (a lost
   * write that nobody read). Left out where the mutation makes it so by construction.
   */
  broken?(history: readonly Operation[]): boolean
  judge(history: readonly Operation[]): Judgement
}

/** Histories of a mutation row: a twentieth of what is compared with the brute force. */
const SHARE = 20
/** Of the histories at least this share must have a place for the bug. */
const LEAST_PLACED = 0.1

export function mutationRow(mutation: Mutation): Row {
  const { id, bug, checkers } = mutation
  return { id, kind: 'mutation', bug, checkers, run: (options) => runMutation(mutation, options) }
}

function runMutation(mutation: Mutation, { seed, histories }: RowOptions): Figures {
  const count = Math.ceil(histories / SHARE)
  let [caught, missed, falseAlarms, passed] = [0, 0, 0, 0]
  let problem: string | null = null
  for (let at = seed; at < seed + count; at++) {
    const dice = random(at)
    const good = numbered(mutation.valid(dice.fork('valid'), at))
    if (mutation.judge(good).valid) passed++
    else {
      falseAlarms++
      problem ??= `seed ${at}: the history without the bug is reported\n${showOperations(good)}`
    }
    const mutant = mutation.mutate(good, dice.fork('mutate'))
    if (mutant === null) continue
    const bad = numbered(mutant.history)
    if (mutation.broken?.(bad) === false) continue
    const wrong = whatIsWrong(mutation.judge(bad), seededIn(bad, mutant))
    if (wrong === null) caught++
    else {
      missed++
      problem ??= `seed ${at}: ${wrong}\n${showOperations(bad)}`
    }
  }
  if (count >= 100 && caught + missed < LEAST_PLACED * count) problem ??= `only ${caught + missed} of ${count} histories had a place for the bug`
  return { histories: count, caught, missed, falseAlarms, passed, problem }
}

function whatIsWrong({ valid, witness }: Judgement, seeded: ReadonlySet<number>): string | null {
  if (valid) return 'the bug is not reported'
  if (witness === undefined) return null
  if (witness === null) return 'the bug is reported without a witness'
  if (!witness.some(({ index }) => seeded.has(index))) return `the witness names operations ${witness.map(({ index }) => index).join(', ')}, none of the bug`
  return null
}

/** Numbers of the seeded operations after numbering: an operation is known by its times, request and answer. */
function seededIn(numberedHistory: readonly Operation[], { seeded }: Mutant): Set<number> {
  const name = ({ f, key, call, end, value, result, home }: Operation): string => JSON.stringify([f, key, call, end, value, result, home])
  const names = new Set(seeded.map(name))
  return new Set(numberedHistory.filter((operation) => names.has(name(operation))).map(({ index }) => index))
}
