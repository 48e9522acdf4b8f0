import type { Operation } from '../core/event.ts'
import type { CheckInput, CheckResult, Witness } from '../core/workload.ts'
import { outOfBounds, type OutOfBounds } from './counter-bounds.ts'
import { countOf } from './counter-history.ts'
import { counterWitness } from './counter-witness.ts'
import { finalReads } from './final-reads.ts'
import { violationsByPhase } from './tally.ts'

/**
 * Acknowledged, then lost: what the final reads of each post still lack. A post has lost `k` likes when even the
 * home that sees most of them is `k` below the least it may answer; it has `k` too many when even the home that
 * sees fewest is `k` above. Which likes went missing cannot be told from a number, so there is no count per side.
 */
export function counterFinal({ operations, lane }: CheckInput): CheckResult {
  const posts = finalReads(operations, 'read')
  const deviating = new Map(outOfBounds(operations, posts.flatMap(({ answers }) => answers)).map((one) => [one.read, one]))
  const found = posts.flatMap(({ answers }) => settled(answers, deviating))
  const lost = found.filter(({ missing }) => missing > 0)
  const over = found.filter(({ missing }) => missing < 0)
  const acknowledged = operations.filter(({ f, type }) => f === 'like' && type === 'ok').length
  const blind = posts.length === 0 && acknowledged > 0
  const sum = (list: readonly OutOfBounds[]): number => list.reduce((total, { missing }) => total + Math.abs(missing), 0)
  return {
    check: 'counter final',
    valid: found.length > 0 ? false : blind ? 'unknown' : true,
    summary: blind
      ? 'No final read was answered.'
      : found.length === 0
        ? `The final counts of all ${posts.length} posts agree with what was acknowledged.`
        : `${sum(lost)} of ${acknowledged} acknowledged likes are gone, ${sum(over)} are too many.`,
    witness: worstWitness(found, operations),
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: {
      posts: posts.length,
      acknowledged,
      lost: sum(lost),
      over: sum(over),
      postsWithLoss: lost.length,
      postsOver: over.length,
      disagreeing: posts.filter(({ answers }) => new Set(answers.map(countOf)).size > 1).length,
      violationsByPhase: violationsByPhase(found.map(({ read }) => read)),
    },
  }
}

/** The mildest deviation among the homes, if all homes deviate the same way. */
function settled(answers: readonly Operation[], deviating: ReadonlyMap<Operation, OutOfBounds>): OutOfBounds[] {
  const found = answers.flatMap((read) => deviating.get(read) ?? [])
  const signs = new Set(found.map(({ missing }) => Math.sign(missing)))
  if (found.length === 0 || found.length < answers.length || signs.size > 1) return []
  return [found.reduce((least, one) => (Math.abs(one.missing) < Math.abs(least.missing) ? one : least))]
}

function worstWitness(found: readonly OutOfBounds[], operations: readonly Operation[]): Witness | null {
  if (found.length === 0) return null
  return counterWitness(found.reduce((most, one) => (Math.abs(one.missing) > Math.abs(most.missing) ? one : most)), operations)
}
