import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'

/**
 * Checks a certificate in O(n): does `order` (positions in `operations`, all of one object) explain every answer, break
 * no real-time order, and hold every operation that did happen? Returns null when it does, else what is wrong.
 */
export function replay(operations: readonly Operation[], order: ArrayLike<number>, model: Model, initial: Json): string | null {
  const placed = new Set<number>()
  let state = initial
  let latest = -Infinity
  for (let i = 0; i < order.length; i++) {
    const op = operations[order[i]!]
    if (op === undefined || placed.has(order[i]!)) return `place ${i} of the order is no operation, or one that was placed before`
    placed.add(order[i]!)
    latest = Math.max(latest, op.call)
    if (op.type !== 'info' && op.ret < latest) return `operation ${op.index} had returned before one that stands earlier was called`
    const after = model.step(state, op)
    if (after === IMPOSSIBLE) return `operation ${op.index} cannot have happened in state ${JSON.stringify(state)}`
    state = after
  }
  const missing = operations.find((op, i) => op.type !== 'info' && model.role(op) !== 'none' && !placed.has(i))
  return missing ? `operation ${missing.index} is not in the order` : null
}
