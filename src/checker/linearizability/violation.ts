import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Model } from '../models/model.ts'
import { toColumns } from './columns.ts'
import { contradict } from './evidence.ts'
import type { Evidence } from './evidence.ts'
import { modelPart, registerPart } from './part.ts'
import type { Part } from './part.ts'
import type { Violation } from './result.ts'
import { searchEvidence } from './search-evidence.ts'
import type { Solve } from './search-evidence.ts'
import { shrink } from './shrink.ts'
import { searchInTurns } from './turns.ts'
import type { Budget } from './turns.ts'
import { within } from './work.ts'
import type { Work } from './work.ts'

/** An object that was found violated, with what the check that found it knows. */
export interface Broken {
  readonly key: string
  readonly operations: readonly Operation[]
  readonly initial: Json
  /** Operation whose return cannot be explained, where the search knows it. */
  readonly impossible: Operation | null
  /** Operations that contradict by themselves, from the check for unique values. */
  readonly evidence: { readonly operations: readonly Operation[]; readonly asWrites: ReadonlySet<Operation> } | null
}

/** For putting all violations into few operations, which is for the reader. About as many microseconds. */
const WORK = 3_000_000
/** Of it, most for one question to the searches. */
const MOST_AT_ONCE = 500_000
/** Work of the brute force that confirms a violation in the end. */
const CONFIRM = 500_000
/** A step of the search under any model costs about as much as so many under a register, whose states are plain numbers. */
const ANY_MODEL = 8
/** So many operations of unknown outcome make a step twice as long. */
const MANY_UNKNOWN = 64
const SHRINK_BYTES = 64 * 2 ** 20

/**
 * Puts violations into the fewest operations, and has the brute force confirm them: the first one in any case, further
 * ones while there is work left. Those with fewest operations come first. Work is counted, not timed, so that the outcome is
 * the same on a slower machine; the deadline is only the backstop.
 */
export function violationsOf(broken: readonly Broken[], model: Model, budget: Budget, limit: number): Violation[] {
  const work = { left: WORK }
  const violations: Violation[] = []
  for (const one of broken.slice(0, limit)) {
    if (violations.length > 0 && (work.left <= 0 || budget.now() > budget.deadline)) break
    const evidence = evidenceOf(one, model, budget, work)
    violations.push({
      key: one.key,
      operations: evidence.operations,
      confirmed: contradict(evidence, model, { left: CONFIRM }),
      whateverBefore: evidence.initials.length > 1,
    })
  }
  return violations.sort((a, b) => a.operations.length - b.operations.length || a.operations[0]!.call - b.operations[0]!.call)
}

/** The fewest operations of a violated object that the work is enough for. */
export function evidenceOf(broken: Broken, model: Model, budget: Budget, work: Work = { left: WORK }): Evidence {
  const more = (): boolean => work.left > 0 && budget.now() < budget.deadline
  if (broken.evidence) {
    const evidence: Evidence = { ...broken.evidence, judged: new Map(), initials: [broken.initial] }
    if (within(work, MOST_AT_ONCE, (share) => contradict(evidence, model, share))) return shrink(evidence, model, work, more)
  }
  const solve: Solve = (operations, judgedBy, initial) => {
    const part = partOf(operations, judgedBy, initial)
    const price = priceOf(part)
    work.left -= operations.length * price
    return within(work, MOST_AT_ONCE, (share) => {
      const steps = { left: Math.floor(share.left / price) }
      const { valid } = searchInTurns(part, { ...budget, maxBytes: SHRINK_BYTES, work: steps })
      share.left = steps.left * price
      return valid
    })
  }
  return shrink(searchEvidence(broken.operations, model, broken.initial, broken.impossible, solve, more), model, work, more)
}

/** What a step of the search costs. */
function priceOf({ register, ret }: Part): number {
  return register === null ? ANY_MODEL : 1 + Math.floor(ret.filter((time) => time === Infinity).length / MANY_UNKNOWN)
}

function partOf(operations: readonly Operation[], model: Model, initial: Json): Part {
  if (!model.register) return modelPart(operations, model, initial)
  const columns = toColumns(operations, { ...model, object: () => '', initialOf: () => initial })
  return columns.keys.length === 0 ? modelPart([], model, initial) : registerPart(columns, 0, columns.kind.length, columns.initial[0]!)
}
