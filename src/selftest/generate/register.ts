import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { random } from '../../core/random.ts'

/** An operation with the fields that no checker of linearizability looks at filled in. */
export function operation(fields: Partial<Operation> & Pick<Operation, 'index' | 'f' | 'call' | 'ret'>): Operation {
  return {
    process: fields.index,
    key: 'r',
    value: null,
    type: fields.ret === Infinity ? 'info' : 'ok',
    end: fields.ret === Infinity ? fields.call : fields.ret,
    home: 'n1',
    node: 'n1',
    side: 'majority',
    phase: 'steady',
    ...fields,
  }
}

/** How random register histories look. */
export interface Shape {
  readonly operations: number
  /** Times are drawn from 0 to this, so small numbers make many equal times. */
  readonly span: number
  /** Every written value is different. */
  readonly unique: boolean
  /** In 100 operations. */
  readonly unknown: number
  readonly failedSwaps: boolean
}

/**
 * A small register history. Answers are drawn from what was written, so about half of these histories are
 * linearizable: pure chance would make nearly all of them plain nonsense.
 */
export function randomHistory(seed: number, shape: Shape): Operation[] {
  const { below } = random(seed)
  const values = shape.unique ? shape.operations + 1 : 3
  let fresh = 0
  const newValue = (): Json => (shape.unique ? ++fresh : 1 + below(3))
  const anyValue = (): Json => (below(5) === 0 ? 0 : 1 + below(Math.min(values, shape.unique ? fresh + 1 : 3)))
  const drafts = Array.from({ length: shape.operations }, () => {
    const call = below(shape.span)
    const length = below(Math.max(2, shape.span >> 1))
    return { call, ret: below(100) < shape.unknown ? Infinity : call + length }
  })
  drafts.sort((a, b) => a.call - b.call)
  return drafts.map(({ call, ret }, index) => {
    const roll = below(10)
    if (roll < 4) return operation({ index, f: 'write', value: newValue(), call, ret })
    if (roll < 7) return operation({ index, f: 'read', call, ret, ...(ret === Infinity ? {} : { result: anyValue() }) })
    const value = [anyValue(), newValue()]
    if (ret === Infinity || !shape.failedSwaps || below(2) === 0) return operation({ index, f: 'cas', value, call, ret })
    return operation({ index, f: 'cas', value, call, ret, type: 'fail', ...(below(3) === 0 ? { result: anyValue() } : {}) })
  })
}

/**
 * A linearizable history: every operation takes effect at a point inside its interval; an unknown one perhaps never.
 */
export function linearizableHistory(seed: number, shape: Shape): Operation[] {
  const { below } = random(seed)
  let fresh = 0
  let state: Json = 0
  const points = Array.from({ length: shape.operations }, (_, point) => {
    const call = point * 2 - below(shape.span)
    const unknown = below(100) < shape.unknown
    return { point, call, ret: unknown ? Infinity : point * 2 + 1 + below(shape.span), happens: !unknown || below(2) === 0 }
  })
  const done = points.map(({ call, ret, happens }) => {
    const roll = below(3)
    const value = shape.unique ? ++fresh : 1 + below(3)
    if (roll === 0) return { f: 'read', call, ret, value: null, ...(ret === Infinity ? {} : { result: state }) }
    if (roll === 1) {
      if (happens) state = value
      return { f: 'write', call, ret, value }
    }
    const from: Json = below(2) === 0 ? state : below(4)
    const swap = { f: 'cas', call, ret, value: [from, value] as Json }
    if (from === state) {
      if (happens) state = value
      return swap
    }
    return ret === Infinity ? swap : { ...swap, type: 'fail' as const, ...(below(2) === 0 ? { result: state } : {}) }
  })
  return done.sort((a, b) => a.call - b.call).map((fields, index) => operation({ ...fields, index }))
}

/** A history of one string; half of the answers are what an atomic string would have answered. */
export function randomStrings(seed: number, textOf: (index: number) => string, operations = 8): Operation[] {
  const { below } = random(seed)
  const drafts = Array.from({ length: operations }, (_, point) => {
    const call = 2 * point - below(10)
    return { call, ret: below(6) === 0 ? Infinity : 2 * point + 1 + below(10), roll: below(5) }
  })
  let state = ''
  const history = drafts.map(({ call, ret, roll }, point) => {
    if (roll < 2 && ret !== Infinity) return { f: 'get', call, ret, result: below(4) === 0 ? state + textOf(below(8)) : state }
    const f = roll === 4 ? 'put' : 'append'
    const value = textOf(point)
    if (ret !== Infinity || below(2) === 0) state = f === 'put' ? value : state + value
    return { f, call, ret, value }
  })
  return history.sort((a, b) => a.call - b.call).map((fields, index) => operation({ ...fields, index }))
}
