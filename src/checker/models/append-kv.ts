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
}
