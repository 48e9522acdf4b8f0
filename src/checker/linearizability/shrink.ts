import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import type { Model, RegisterStep } from '../models/model.ts'
import { bruteForce } from './brute-force.ts'

/** Operations that contradict, as they were and as they are judged. */
export interface Evidence {
  /** In order of invocation. */
  readonly operations: readonly Operation[]
  /** The same, weakened where that is sound: a swap as a write, an acknowledged operation as an unknown one. */
  readonly judged: ReadonlyMap<Operation, Operation>
  /** First values to be considered: one, or all that could make a difference when the past was left out. */
  readonly initials: readonly Json[]
}

/** Most operations for which leaving out each in turn is tried by brute force. */
const FEW = 40
/** Looks of the brute force for one such try. */
const QUICK = 40_000

/** Do the operations contradict, by brute force? `false` also when that took too long. */
export function contradict(evidence: Evidence, model: Model, maxLooks = 400_000): boolean {
  const judged = evidence.operations.map((op) => evidence.judged.get(op) ?? op)
  return evidence.initials.every((initial) => bruteForce(judged, model, initial, maxLooks) === 'impossible')
}

/** Leaves out operation by operation, as long as the rest still contradicts for reasons that hold in the whole. */
export function shrink(evidence: Evidence, model: Model, more: () => boolean): Evidence {
  let kept = evidence
  if (kept.operations.length > FEW) return kept
  // Late reads first: what remains then is the beginning of the trouble.
  for (const op of [...evidence.operations].reverse()) {
    if (!more() || !mayLeaveOut(op, kept, model)) continue
    const fewer = { ...kept, operations: kept.operations.filter((other) => other !== op) }
    if (contradict(fewer, model, QUICK)) kept = fewer
  }
  return kept.operations.length < evidence.operations.length ? shrink(kept, model, more) : kept
}

/**
 * Leaving out an operation is sound when whatever explains the whole still explains the rest: always for one that never
 * changes the state; for a write only when nobody that stays needs its value, or any change at all.
 */
function mayLeaveOut(op: Operation, { operations, judged }: Evidence, model: Model): boolean {
  if (model.role(op) === 'read') return true
  if (!model.register) return false
  const stepOf = (other: Operation) => model.register!(judged.get(other) ?? other)
  const value = valueAfter(stepOf(op))
  return operations.every((other) => {
    const step = other === op ? null : stepOf(other)
    if (step === null || step.kind === 'write') return true
    if (step.kind === 'not') return false
    return identity(step.kind === 'cas' ? step.from : step.value) !== value
  })
}

function valueAfter(step: RegisterStep | null): string | number | null {
  if (step?.kind === 'write') return identity(step.value)
  return step?.kind === 'cas' ? identity(step.to) : null
}
