import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'
import type { Model, RegisterStep } from '../models/model.ts'
import { bruteForce } from './brute-force.ts'
import { within } from './work.ts'
import type { Work } from './work.ts'

/** Operations that contradict, as they were and as they are judged: weaker, where that is sound. */
export interface Evidence {
  /** In order of invocation. */
  readonly operations: readonly Operation[]
  /** Acknowledged operations that count as unknown, by what they were. */
  readonly judged: ReadonlyMap<Operation, Operation>
  /** Swaps that count as writes: whatever explains a swap explains a write of the same value. */
  readonly asWrites: ReadonlySet<Operation>
  /** First values to be considered: one, or all that could make a difference when the past was left out. */
  readonly initials: readonly Json[]
}

/** The operations as they are judged, and the model that sees swaps as writes where they count as such. */
export function judge({ operations, judged, asWrites }: Evidence, model: Model): { readonly operations: Operation[]; readonly model: Model } {
  const judgedOf = (op: Operation): Operation => judged.get(op) ?? op
  return { operations: operations.map(judgedOf), model: withPlainWrites(model, new Set([...asWrites].map(judgedOf))) }
}

/** Most operations that are compared with each other, to leave out orders that differ in equal ones. */
const MOST_COMPARED = 200

/**
 * Do the operations contradict, by brute force? It tries all orders with one half of the work, and where that is not enough, those
 * that are not alike with the other. `false` also when no work is left.
 */
export function contradict(evidence: Evidence, model: Model, work: Work): boolean {
  const judged = judge(evidence, model)
  return evidence.initials.every((initial) => {
    const all = within(work, work.left / 2, (half) => bruteForce(judged.operations, judged.model, initial, half))
    if (all !== 'unknown' || judged.operations.length > MOST_COMPARED) return all === 'impossible'
    return bruteForce(judged.operations, judged.model, initial, work, 'unlike') === 'impossible'
  })
}

/**
 * Operations of which any may be left out, one or many: whatever explains the whole still explains the rest. That holds for all
 * that never change the state; for a write or swap only when nobody needs its value, or any change at all.
 */
export function dispensable(evidence: Evidence, model: Model): Operation[] {
  if (!model.register) return evidence.operations.filter((op) => model.role(op) === 'read')
  const judged = judge(evidence, model)
  const steps = judged.operations.map((op) => judged.model.register!(op))
  const anyChange = steps.some((step) => step?.kind === 'not')
  const needed = new Set(steps.flatMap((step) => valueNeeded(step)))
  return evidence.operations.filter((op, i) => {
    if (model.role(op) === 'read') return true
    const [after] = valueAfter(steps[i]!)
    return !anyChange && (after === undefined || !needed.has(after))
  })
}

/** Is it a swap that still counts as one? */
export function isSwap(op: Operation, { judged, asWrites }: Evidence, model: Model): boolean {
  return !asWrites.has(op) && model.register?.(judged.get(op) ?? op)?.kind === 'cas'
}

function valueNeeded(step: RegisterStep | null): (string | number)[] {
  if (step === null || step.kind === 'write') return []
  return [identity(step.kind === 'cas' ? step.from : step.value)]
}

function valueAfter(step: RegisterStep | null): (string | number)[] {
  if (step?.kind === 'write') return [identity(step.value)]
  return step?.kind === 'cas' ? [identity(step.to)] : []
}

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
      return step?.kind === 'write' ? step.value : model.step(state, op)
    },
  }
}
