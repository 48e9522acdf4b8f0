import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Model } from './model.ts'
import { IMPOSSIBLE } from './model.ts'

/** A string per key with `get`, `put` (replace) and `append`; empty at first. */
export const appendKv: Model = {
  name: 'append-kv',
  initial: '',
  role: (operation) => {
    if (operation.type === 'fail') return 'none'
    if (operation.f !== 'get') return 'change'
    return operation.type === 'ok' ? 'read' : 'none'
  },
  step: (state, operation) => {
    if (operation.f === 'put') return operation.value
    if (operation.f === 'append') return String(state) + String(operation.value)
    return state === operation.result ? state : IMPOSSIBLE
  },
  foresee,
}

/** A string only grows, until a `put` begins it anew: an answer must begin with what is there, or with what some put writes. */
function foresee(operations: readonly Operation[]): (state: Json, read: Operation) => boolean {
  const puts = operations.filter(({ f }) => f === 'put').map(({ value }) => String(value))
  return (state, { result }) => {
    const answer = String(result)
    return answer.startsWith(String(state)) || puts.some((put) => answer.startsWith(put))
  }
}
