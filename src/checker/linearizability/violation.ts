import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { toColumns } from './columns.ts'
import { modelPart, registerPart } from './part.ts'
import type { Part } from './part.ts'
import type { Violation } from './result.ts'
import { searchEvidence } from './search-evidence.ts'
import { contradict, shrink } from './shrink.ts'
import type { Evidence } from './shrink.ts'
import { searchInTurns } from './turns.ts'
import type { Budget } from './turns.ts'

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

/** Milliseconds for putting all violations into few operations: they are found already, this is for the reader. */
const SHRINK_MS = 1500
const SHRINK_BYTES = 64 * 2 ** 20

/**
 * Puts violations into the fewest operations, and has the brute force confirm them: the first one in any case, further
 * ones while there is time. Those with fewest operations come first.
 */
export function violationsOf(broken: readonly Broken[], model: Model, budget: Budget, limit: number): Violation[] {
  const deadline = Math.min(budget.deadline, budget.now() + SHRINK_MS)
  const violations: Violation[] = []
  for (const one of broken.slice(0, limit)) {
    if (violations.length > 0 && budget.now() > deadline) break
    violations.push(violationOf(one, model, { ...budget, deadline, maxBytes: SHRINK_BYTES }))
  }
  return violations.sort((a, b) => a.operations.length - b.operations.length || a.operations[0]!.call - b.operations[0]!.call)
}

function violationOf(broken: Broken, model: Model, budget: Budget): Violation {
  const more = (): boolean => budget.now() < budget.deadline
  if (broken.evidence) {
    const weak = withPlainWrites(model, broken.evidence.asWrites)
    const evidence: Evidence = { operations: broken.evidence.operations, judged: new Map(), initials: [broken.initial] }
    if (contradict(evidence, weak)) return violation(broken.key, shrink(evidence, weak, more), true)
  }
  const solve = (operations: readonly Operation[], initial: Json): boolean | 'unknown' =>
    searchInTurns(partOf(operations, model, initial), budget).valid
  const evidence = shrink(searchEvidence(broken.operations, model, broken.initial, broken.impossible, solve, more), model, more)
  return violation(broken.key, evidence, contradict(evidence, model))
}

function partOf(operations: readonly Operation[], model: Model, initial: Json): Part {
  if (!model.register) return modelPart(operations, model, initial)
  const columns = toColumns(operations, { ...model, object: () => '', initialOf: () => initial })
  return columns.keys.length === 0 ? modelPart([], model, initial) : registerPart(columns, 0, columns.kind.length, columns.initial[0]!)
}

function violation(key: string, evidence: Evidence, confirmed: boolean): Violation {
  return { key, operations: evidence.operations, confirmed, whateverBefore: evidence.initials.length > 1 }
}

/** The model, with some swaps taken for writes: leaving out what they need is sound and makes evidence shorter. */
function withPlainWrites(model: Model, asWrites: ReadonlySet<Operation>): Model {
  if (asWrites.size === 0 || !model.register) return model
  const register = (op: Operation) => {
    const step = model.register!(op)
    return asWrites.has(op) && step?.kind === 'cas' ? ({ kind: 'write', value: step.to } as const) : step
  }
  return {
    ...model,
    register,
    step: (state, op) => {
      const step = asWrites.has(op) ? register(op) : null
      const after = step?.kind === 'write' ? step.value : model.step(state, op)
      return after === IMPOSSIBLE ? IMPOSSIBLE : after
    },
  }
}
