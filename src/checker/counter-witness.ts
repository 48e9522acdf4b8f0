import type { Operation } from '../core/event.ts'
import type { Witness } from '../core/workload.ts'
import { countOf, countedBounds } from './counter-history.ts'
import type { OutOfBounds } from './counter-bounds.ts'
import { countBelow } from './sorted.ts'
import { describe } from './describe.ts'

/** At most this many likes are quoted beside the read. */
const QUOTED = 3

/**
 * The read and the latest acknowledged operations that it must reflect. When more are needed for the proof than can
 * be quoted, the explanation says how many there are: the count is the proof, the quoted ones are its last part.
 */
export function counterWitness({ read, history, missing }: OutOfBounds, operations: readonly Operation[]): Witness {
  const { lower, upper } = countedBounds(operations, read)
  const answer = countOf(read)
  const post = read.key ?? ''
  const certain = missing > 0 ? history.acknowledged : history.withdrawn
  const before = certain.slice(0, countBelow(certain.map(({ ret }) => ret), read.call))
  const quoted = before.slice(-Math.min(QUOTED, Math.abs(missing)))
  const explanation =
    missing > 0
      ? [
          `${before.length} likes of ${post} had been acknowledged before this read was called, the last of them shown here.`,
          `With every unlike that may have happened taken off, at least ${lower} must be seen.`,
          ...quoted.map(describe),
          describe(read),
          `It answers ${answer}: ${missing} too few.`,
        ]
      : [
          `Before this read of ${post} returned, at most ${upper} likes can have counted: all that had been sent, less the ${before.length} unlikes acknowledged before its call.`,
          ...quoted.map(describe),
          describe(read),
          `It answers ${answer}: ${-missing} too many.`,
        ]
  return {
    operations: [...quoted, read].sort((a, b) => a.call - b.call),
    explanation,
    confirmed: answer < lower || answer > upper,
  }
}
