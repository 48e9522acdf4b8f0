import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity, IMPOSSIBLE } from './model.ts'
import type { Model, RegisterStep } from './model.ts'

export interface RegisterOptions {
  /** The value before the first write; `null` (empty) when left out. */
  readonly initial?: Json
  /** First values of single keys, where they differ. */
  readonly initialByKey?: { readonly [key: string]: Json }
  /**
   * What a failed compare-and-set without a seen value means: `nothing` (it did not happen, for whatever reason),
   * or `mismatch` (the store compared, and the register held another value).
   */
  readonly failedCas?: 'nothing' | 'mismatch'
}

/**
 * A register: `read`, `write` of a value, and `cas` of `[from, to]`.
 * A failed `cas` that brought the seen value along is a read of that value.
 */
export function register(options: RegisterOptions = {}): Model {
  const initial = options.initial ?? null
  const mismatch = options.failedCas === 'mismatch'
  const byKey = options.initialByKey
  const stepOf = (operation: Operation) => registerStep(operation, mismatch)
  return {
    name: 'register',
    anonymous: true,
    initial,
    ...(byKey ? { initialOf: (key: string) => (Object.hasOwn(byKey, key) ? byKey[key]! : initial) } : {}),
    register: stepOf,
    role: (operation) => {
      const step = stepOf(operation)
      if (step === null) return 'none'
      return step.kind === 'read' || step.kind === 'not' ? 'read' : 'change'
    },
    step: (state, operation) => {
      const step = stepOf(operation)
      return step === null ? state : applyStep(state, step)
    },
  }
}

function registerStep(operation: Operation, mismatch: boolean): RegisterStep | null {
  const { f, type, value, result } = operation
  if (f === 'read') return type === 'ok' && result !== undefined ? { kind: 'read', value: result } : null
  if (f === 'write') return type === 'fail' ? null : { kind: 'write', value }
  if (f === 'cas') return casStep(operation, mismatch)
  throw usageError(`a register knows read, write and cas; operation ${operation.index} is "${f}"`)
}

function casStep(operation: Operation, mismatch: boolean): RegisterStep | null {
  const { value, result, type, index } = operation
  if (!Array.isArray(value) || value.length !== 2) {
    throw usageError(`the value of a cas must be [from, to]; operation ${index} has ${JSON.stringify(value)}`)
  }
  const [from, to] = value as [Json, Json]
  if (type === 'fail') {
    if (result !== undefined) return { kind: 'read', value: result }
    return mismatch ? { kind: 'not', value: from } : null
  }
  if (same(from, to)) return type === 'ok' ? { kind: 'read', value: from } : null
  return { kind: 'cas', from, to }
}

function applyStep(state: Json, step: RegisterStep): Json | typeof IMPOSSIBLE {
  switch (step.kind) {
    case 'write':
      return step.value
    case 'read':
      return same(state, step.value) ? state : IMPOSSIBLE
    case 'not':
      return same(state, step.value) ? IMPOSSIBLE : state
    case 'cas':
      return same(state, step.from) ? step.to : IMPOSSIBLE
  }
}

function same(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && identity(a) === identity(b))
}
