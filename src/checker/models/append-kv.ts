import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Foresight, Model } from './model.ts'
import { IMPOSSIBLE } from './model.ts'

/** Some string that nobody will ask for. */
const UNSEEN = null

/** A string per key with `get`, `put` (replace) and `append`; empty at first. */
export const appendKv: Model = {
  name: 'append-kv',
  anonymous: true,
  initial: '',
  role: (operation) => {
    if (operation.type === 'fail') return 'none'
    if (operation.f !== 'get') return 'change'
    return operation.type === 'ok' ? 'read' : 'none'
  },
  step: (state, operation) => {
    if (operation.f === 'put') return operation.value
    if (operation.f === 'append') return state === UNSEEN ? UNSEEN : String(state) + String(operation.value)
    return state === operation.result ? state : IMPOSSIBLE
  },
  foresee,
}

/**
 * A string only grows until a `put` begins it anew. So an answer must go on from what is there, or go back to a put that is
 * still to come. A put whose value cannot be mistaken for the beginning of any other is spent once the
 * string begins with it.
 */
function foresee(operations: readonly Operation[]): Foresight {
  const changes = operations.filter(({ f }) => f !== 'get')
  const puts = changes
    .filter(({ f }) => f === 'put')
    .map((put) => {
      const value = String(put.value)
      const unmistakable = changes.every((other) => other === put || !beginAlike(value, String(other.value)))
      return { value, unmistakable }
    })
  const sources = new Map<Operation, typeof puts>()
  const answer = (state: Json, read: Operation) => {
    const wanted = String(read.result)
    if (state !== UNSEEN && wanted.startsWith(String(state))) return 'perhaps'
    let own = sources.get(read)
    if (own === undefined) sources.set(read, (own = puts.filter(({ value }) => wanted.startsWith(value))))
    const toCome = own.some(({ value, unmistakable }) => state === UNSEEN || !unmistakable || !String(state).startsWith(value))
    return toCome ? 'renewed' : 'never'
  }
  return { answer, unseen: UNSEEN }
}

function beginAlike(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a)
}
