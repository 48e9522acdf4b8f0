import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import type { Work } from './work.ts'

/** Looks that take about a second. */
const MANY = 2_000_000

export type BruteForceAnswer = 'linearizable' | 'impossible' | 'unknown'

/**
 * The definition of linearizability, tried out: every order that real time allows, every unknown operation in or out.
 * It shares nothing with the fast algorithms but the model, so it confirms what they claim. For few operations only:
 * it takes off from `work` each operation that it looks at, every time; when nothing is left the answer is `unknown`.
 */
export function bruteForce(operations: readonly Operation[], model: Model, initial: Json, work: Work = { left: MANY }): BruteForceAnswer {
  const relevant = operations.filter((op) => {
    const role = model.role(op)
    return role === 'change' || (role === 'read' && op.type !== 'info')
  })
  const failed = new Set<string>()

  const explains = (open: readonly Operation[], state: Json): boolean => {
    if (open.every((op) => op.type === 'info')) return true
    const name = `${JSON.stringify(state)} ${open.map((op) => op.index).join()}`
    if (failed.has(name)) return false
    work.left -= open.length
    if (work.left < 0) throw new TooMany()
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
