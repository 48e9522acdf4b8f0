import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'

export type BruteForceAnswer = 'linearizable' | 'impossible' | 'unknown'

/**
 * The definition of linearizability, tried out: every order that real time allows, every unknown operation in or out.
 * It shares nothing with the fast algorithms but the model, so it confirms what they claim. For few operations only:
 * once it has looked at `maxLooks` of them, counting each one every time, the answer is `unknown`.
 */
export function bruteForce(operations: readonly Operation[], model: Model, initial: Json, maxLooks = 2_000_000): BruteForceAnswer {
  const relevant = operations.filter((op) => {
    const role = model.role(op)
    return role === 'change' || (role === 'read' && op.type !== 'info')
  })
  const failed = new Set<string>()
  let looks = 0

  const explains = (open: readonly Operation[], state: Json): boolean => {
    if (open.every((op) => op.type === 'info')) return true
    const name = `${JSON.stringify(state)} ${open.map((op) => op.index).join()}`
    if (failed.has(name)) return false
    looks += open.length
    if (looks > maxLooks) throw new TooMany()
    const horizon = Math.min(...open.map((op) => (op.type === 'info' ? Infinity : op.ret)))
    for (const op of open) {
      if (op.call > horizon) continue
      const after = model.step(state, op)
      if (after === IMPOSSIBLE) continue
      const rest = open.filter((other) => other !== op)
      if (explains(rest, after)) return true
    }
    failed.add(name)
    return false
  }

  try {
    return explains(relevant, initial) ? 'linearizable' : 'impossible'
  } catch (error) {
    if (error instanceof TooMany || error instanceof RangeError) return 'unknown'
    throw error
  }
}

class TooMany extends Error {}
