import type { Json } from '../../core/json.ts'
import type { Operation } from '../../core/event.ts'
import { identity, IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import { CAS, NOT, READ, WRITE } from './columns.ts'
import type { RegisterColumns } from './columns.ts'

/**
 * The operations of one object as the search sees them: numbers only, in order of call.
 * States are numbers too; `step` answers -1 when an operation cannot stand in a state.
 */
export interface Part {
  readonly size: number
  readonly call: Float64Array
  /** `Infinity`: unknown outcome. */
  readonly ret: Float64Array
  /** 1: never changes the state. Such operations are taken as soon as they fit. */
  readonly pure: Uint8Array
  readonly initial: number
  readonly step: (state: number, op: number) => number
  /** Have two operations the same effect and answer? Of pending ones that have, only one needs to be tried. */
  readonly same: (a: number, b: number) => boolean
  /** Only for registers. */
  readonly register: RegisterPart | null
  /** What a model foresees, if anything. */
  readonly foresight: PartForesight | null
  /** Bytes held for states. */
  readonly bytes: () => number
}

/** `Foresight` of a model, in numbers. */
export interface PartForesight {
  /** Is there no way left to answer an open pure operation after `state`? */
  readonly never: (state: number, op: number) => boolean
  /** Pure operations that `state` may answer, now or when it has grown. */
  readonly readers: (state: number) => readonly number[]
  readonly unseen: number
}

/** What a register tells the search beyond `step`. */
export interface RegisterPart {
  readonly what: Uint8Array
  /** Value that the operation needs, or must not meet (NOT); -1: any. */
  readonly need: Int32Array
  /** Value afterwards; -1: unchanged. */
  readonly next: Int32Array
  readonly values: number
}

/** Rows `lo` to `hi` of a register history, from `initial`. */
export function registerPart(columns: RegisterColumns, lo: number, hi: number, initial: number): Part {
  const what = columns.kind.subarray(lo, hi)
  const need = columns.need.subarray(lo, hi)
  const next = columns.next.subarray(lo, hi)
  const pure = new Uint8Array(hi - lo)
  for (let op = 0; op < pure.length; op++) if (what[op] === READ || what[op] === NOT) pure[op] = 1
  return {
    size: hi - lo,
    call: columns.call.subarray(lo, hi),
    ret: columns.ret.subarray(lo, hi),
    pure,
    step: (state, op) => {
      const w = what[op]!
      if (w === WRITE) return next[op]!
      if (w === NOT) return need[op] === state ? -1 : state
      if (need[op] !== state) return -1
      return w === CAS ? next[op]! : state
    },
    same: (a, b) => next[a] === next[b] && need[a] === need[b] && what[a] === what[b],
    initial,
    register: { what, need, next, values: columns.values },
    foresight: null,
    bytes: () => 0,
  }
}

/** About what a state takes beside its text. */
const STATE_BYTES = 150
/** Steps that are kept to be looked up; they can be computed again. */
const MOST_STEPS = 1 << 20

/** Operations of one object under any model. Steps are computed once for each state and kind (all that a model may look at), then looked up. */
export function modelPart(operations: readonly Operation[], model: Model, initial: Json): Part {
  const kindNames = new Map<string, number>()
  const kind = Int32Array.from(operations, (op) => {
    const name = JSON.stringify([op.f, op.value, op.result, op.type, op.key, model.anonymous ? null : op.process])
    return kindNames.get(name) ?? (kindNames.set(name, kindNames.size), kindNames.size - 1)
  })
  let bytes = 0
  const states: Json[] = []
  const stateNumbers = new Map<string | number, number>()
  const stateNumber = (state: Json): number => {
    const name = identity(state)
    const known = stateNumbers.get(name)
    if (known !== undefined) return known
    stateNumbers.set(name, states.length)
    bytes += STATE_BYTES + 2 * String(name).length
    return states.push(state) - 1
  }
  const steps = new Map<number, number>()
  return {
    size: operations.length,
    call: Float64Array.from(operations, (op) => op.call),
    ret: Float64Array.from(operations, (op) => (op.type === 'info' ? Infinity : op.ret)),
    pure: Uint8Array.from(operations, (op) => (model.role(op) === 'read' ? 1 : 0)),
    initial: stateNumber(initial),
    same: (a, b) => kind[a] === kind[b],
    step: (state, op) => {
      const name = state * kindNames.size + kind[op]!
      const known = steps.get(name)
      if (known !== undefined) return known
      const after = model.step(states[state]!, operations[op]!)
      const number = after === IMPOSSIBLE ? -1 : stateNumber(after)
      if (steps.size > MOST_STEPS) steps.clear()
      steps.set(name, number)
      return number
    },
    register: null,
    foresight: foresightOf(operations, model, states, stateNumber),
    bytes: () => bytes,
  }
}

function foresightOf(
  operations: readonly Operation[],
  model: Model,
  states: readonly Json[],
  stateNumber: (state: Json) => number,
): PartForesight | null {
  if (!model.foresee) return null
  const { answer, unseen } = model.foresee(operations)
  const reads = operations.flatMap((op, i) => (model.role(op) === 'read' ? i : []))
  const readers = new Map<number, readonly number[]>()
  return {
    never: (state, op) => answer(states[state]!, operations[op]!) === 'never',
    readers: (state) => {
      let known = readers.get(state)
      if (known === undefined) {
        known = reads.filter((op) => answer(states[state]!, operations[op]!) === 'perhaps')
        if (readers.size > MOST_STEPS) readers.clear()
        readers.set(state, known)
      }
      return known
    },
    unseen: stateNumber(unseen),
  }
}
