import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { someOrder } from '../../core/every-order.ts'

/**
 * Does some order of adds and reads of one set explain every answer? An answer that has an element twice never is.
 *
 * @param only look at these elements alone
 */
export function setExplained(operations: readonly Operation[], only?: readonly Json[]): boolean {
  return someOrder<readonly Json[]>(operations, [], (state, one) => {
    if (one.f === 'add') return state.includes(one.value) ? state : [...state, one.value]
    const shown = (one.result as readonly Json[]).filter((value) => only === undefined || only.includes(value))
    return shown.length === state.length && state.every((value) => shown.includes(value)) ? state : undefined
  })
}
