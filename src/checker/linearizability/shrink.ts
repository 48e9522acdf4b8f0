import type { Operation } from '../../core/event.ts'
import type { Model } from '../models/model.ts'
import { contradict, dispensable, isSwap } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { within } from './work.ts'
import type { Work } from './work.ts'

/** Most operations for which leaving out each in turn is tried by brute force. */
const FEW = 40
/** Work for one such try, from one first value. */
const QUICK = 40_000

/**
 * Leaves out operation by operation as long as the rest still contradicts for reasons that hold in the whole. Swaps count as
 * writes where that is enough: then what they replaced may go too. What was tried in vain is never tried again: if the
 * rest can be explained without it, so can anything less.
 *
 * @param more says whether there is time for another try
 */
export function shrink(evidence: Evidence, model: Model, work: Work, more: () => boolean): Evidence {
  if (evidence.operations.length > FEW) return evidence
  let kept = evidence
  const tried = new Set<Operation>()
  const triedAsWrite = new Set<Operation>()
  const replaceBy = (fewer: Evidence): boolean => {
    if (work.left <= 0 || !more() || !within(work, QUICK * fewer.initials.length, (part) => contradict(fewer, model, part))) return false
    kept = fewer
    return true
  }
  for (let before: Evidence | null = null; before !== kept; ) {
    before = kept
    // Late ones first: what remains then is the beginning of the trouble.
    for (const op of before.operations.toReversed()) {
      if (tried.has(op) || !dispensable(kept, model).includes(op)) continue
      if (!replaceBy({ ...kept, operations: kept.operations.filter((other) => other !== op) })) tried.add(op)
    }
    for (const op of kept.operations) {
      if (triedAsWrite.has(op) || !isSwap(op, kept, model)) continue
      if (!replaceBy({ ...kept, asWrites: new Set([...kept.asWrites, op]) })) triedAsWrite.add(op)
    }
  }
  return kept
}
