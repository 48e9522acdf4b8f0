import type { Operation } from '../core/event.ts'
import type { NodeId } from '../core/ids.ts'
import { canonical } from './canonical.ts'

/** One pass of a home through all final questions after the heal. */
export interface FinalRound {
  readonly home: NodeId
  /** Nanoseconds: call of the first question, end of the last. */
  readonly from: number
  readonly to: number
  /** Number of the set of answers, in order of first appearance from 0; null when a question was not answered. */
  readonly answer: number | null
}

/**
 * The rounds of final reads, in order of their begin. Equal numbers mean equal answers, so nodes agree when their
 * latest rounds carry one number. A question asked again begins the next round of its home; a round that asked less
 * than the others was broken off and is left out.
 */
export function finalRounds(operations: readonly Operation[]): FinalRound[] {
  const asked = operations.filter(({ phase, value }) => phase === 'after' && value === null)
  const rounds = [...Map.groupBy(asked, ({ home }) => home).values()].flatMap(roundsOf)
  const most = Math.max(0, ...rounds.map(({ length }) => length))
  const numbers = new Map<string, number>()
  return rounds
    .filter(({ length }) => length === most)
    .toSorted((a, b) => a[0]!.call - b[0]!.call)
    .map((round) => ({ home: round[0]!.home, from: round[0]!.call, to: round.at(-1)!.end, answer: numberOf(round, numbers) }))
}

/** The questions of one home, cut where one of them is asked again. */
function roundsOf(questions: readonly Operation[]): Operation[][] {
  const rounds: Operation[][] = []
  let seen = new Set<string>()
  for (const question of questions.toSorted((a, b) => a.call - b.call)) {
    const name = JSON.stringify([question.f, question.key ?? null])
    if (rounds.length === 0 || seen.has(name)) {
      rounds.push([])
      seen = new Set()
    }
    seen.add(name)
    rounds.at(-1)!.push(question)
  }
  return rounds
}

function numberOf(round: readonly Operation[], numbers: Map<string, number>): number | null {
  if (round.some(({ type }) => type !== 'ok')) return null
  const answers = JSON.stringify(round.map(({ f, key, result }) => [f, key ?? null, canonical(result)]))
  const known = numbers.get(answers)
  if (known !== undefined) return known
  numbers.set(answers, numbers.size)
  return numbers.size - 1
}
