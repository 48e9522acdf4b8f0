import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { dispensable, judge } from './evidence.ts'
import type { Evidence } from './evidence.ts'

/** Can the operations be explained under this model from this first value? With what work there is. */
export type Solve = (operations: readonly Operation[], model: Model, initial: Json) => boolean | 'unknown'

/** A value that no operation speaks of: stands for every first value that makes no difference. */
const ANY_OTHER = '\u0000 any other value'

/** Smallest stretch of operations that is tried on its own. */
const FIRST_STRETCH = 4

/**
 * Puts a violation that the search found into few operations.
 *
 * What was called after the first impossible return is left out. For registers, so is what returned before some moment:
 * the object may then begin with any value, and operations that were open at that moment may have happened before it,
 * so they count as unknown. If even that leaves no explanation, the stretch contradicts by itself.
 *
 * @param impossible the operation whose return could not be explained, if known
 * @param more says whether there is time and work for another try
 */
export function searchEvidence(
  operations: readonly Operation[],
  model: Model,
  initial: Json,
  impossible: Operation | null,
  solve: Solve,
  more: () => boolean,
): Evidence {
  const end = impossible?.ret ?? earliestImpossible(operations, model, initial, solve, more)
  const prefix = upTo(operations, model, end)
  if (model.register) {
    for (let length = FIRST_STRETCH; length < prefix.operations.length && more(); length *= 2) {
      const stretch = lastStretch(prefix, model, length)
      if (contradictory(stretch, model, solve, more)) return leaveOut(stretch, model, solve, more)
    }
  }
  return leaveOut({ ...prefix, asWrites: new Set(), initials: [initial] }, model, solve, more)
}

type Cut = Pick<Evidence, 'operations' | 'judged'>

/** Operations called by `end`; what had not returned by then counts as unknown. */
function upTo(operations: readonly Operation[], model: Model, end: number): Cut {
  const judged = new Map<Operation, Operation>()
  const kept = operations.filter((op) => {
    if (op.call > end) return false
    if (op.type === 'info' || op.ret <= end) return true
    if (model.role(op) === 'read') return false
    judged.set(op, asUnknown(op))
    return true
  })
  return { operations: kept, judged }
}

function lastStretch(prefix: Cut, model: Model, length: number): Evidence {
  const begin = prefix.operations.at(-length)!.call
  const judged = new Map(prefix.judged)
  const kept = prefix.operations.filter((op) => {
    const unknown = op.type === 'info' || judged.has(op)
    if (!unknown && op.ret < begin) return false
    if (op.call >= begin || unknown) return true
    if (model.role(op) === 'read') return false
    judged.set(op, asUnknown(op))
    return true
  })
  return { operations: kept, judged, asWrites: new Set(), initials: firstValues(kept, model) }
}

function asUnknown(op: Operation): Operation {
  const { result: _, ...rest } = op
  return { ...rest, type: 'info', ret: Infinity }
}

/** Every first value that could make a difference to the operations, and one for all others. */
function firstValues(operations: readonly Operation[], model: Model): Json[] {
  const values = new Map<string | number, Json>([['', ANY_OTHER]])
  for (const op of operations) {
    const step = model.register!(op)
    if (step === null || step.kind === 'write') continue
    const value = step.kind === 'cas' ? step.from : step.value
    values.set(identity(value), value)
  }
  return [...values.values()]
}

/** There can be as many first values as operations, so the limits are looked at for each one. */
function contradictory(evidence: Evidence, model: Model, solve: Solve, more: () => boolean): boolean {
  const judged = judge(evidence, model)
  return evidence.initials.every((initial, i) => (i === 0 || more()) && solve(judged.operations, judged.model, initial) === false)
}

/** The earliest time by which the history is already impossible, by bisection over the returns. */
function earliestImpossible(operations: readonly Operation[], model: Model, initial: Json, solve: Solve, more: () => boolean): number {
  const returns = operations.filter((op) => op.type !== 'info').map((op) => op.ret).sort((a, b) => a - b)
  let low = 0
  let high = returns.length - 1
  while (low < high && more()) {
    const middle = (low + high) >> 1
    const { operations: kept, judged } = upTo(operations, model, returns[middle]!)
    if (solve(kept.map((op) => judged.get(op) ?? op), model, initial) === false) high = middle
    else low = middle + 1
  }
  return returns[high] ?? Infinity
}

/**
 * Leaves out stretches of operations that are dispensable, as long as the rest contradicts; halves first, then quarters, and
 * so on (Zeller & Hildebrandt, TSE 2002).
 */
function leaveOut(evidence: Evidence, model: Model, solve: Solve, more: () => boolean): Evidence {
  let kept = withoutIdleWrites(evidence, model)
  if (!contradictory(kept, model, solve, more)) return evidence
  for (let size = Math.ceil(kept.operations.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    let free = new Set(dispensable(kept, model))
    for (let at = kept.operations.length - size; at > -size && more(); at -= size) {
      const cut = new Set(kept.operations.slice(Math.max(0, at), at + size).filter((op) => free.has(op)))
      if (cut.size === 0) continue
      const fewer = withoutIdleWrites({ ...kept, operations: kept.operations.filter((op) => !cut.has(op)) }, model)
      if (!contradictory(fewer, model, solve, more)) continue
      kept = fewer
      free = new Set(dispensable(kept, model))
      at = Math.min(at, kept.operations.length)
    }
  }
  return kept
}

/** Unknown writes of values that nobody needs explain nothing and hinder nothing. */
function withoutIdleWrites(evidence: Evidence, model: Model): Evidence {
  const free = new Set(dispensable(evidence, model))
  const isIdle = (op: Operation): boolean => (op.type === 'info' || evidence.judged.has(op)) && free.has(op)
  const operations = evidence.operations.filter((op) => !isIdle(op))
  return { ...evidence, operations }
}
