import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity, IMPOSSIBLE } from '../models/model.ts'
import type { Model } from '../models/model.ts'
import type { Work } from './work.ts'

/** Work that takes a few seconds. */
const MANY = 2_000_000
/** Looks at an operation that count as one piece of work, of about a microsecond. */
const LOOKS = 8

export type BruteForceAnswer = 'linearizable' | 'impossible' | 'unknown'

/**
 * The definition of linearizability, tried out: every order that real time allows, every unknown operation in or out.
 * It shares nothing with the fast algorithms but the model, so it confirms what they claim. What was tried in vain, a set
 * of operations taken with the state after them, is not tried again in another order. For few operations only: looking at
 * those that might come next is taken off from `work`; when nothing is left the answer is `unknown`.
 *
 * @param orders `unlike`: of open operations that are alike but for their times only that which returns first is tried. In an
 * order that takes another one before it the two can be exchanged: what stands between them was called before the return of the
 * first, hence of the other. So many equal swaps need not be tried in every order.
 */
export function bruteForce(operations: readonly Operation[], model: Model, initial: Json, work: Work = { left: MANY }, orders: 'all' | 'unlike' = 'all'): BruteForceAnswer {
  const relevant = operations
    .filter((op) => {
      const role = model.role(op)
      return role === 'change' || (role === 'read' && op.type !== 'info')
    })
    .sort((a, b) => a.call - b.call)
  // One bit each, sixteen to a character of a name.
  const taken = new Uint16Array((relevant.length + 15) >> 4)
  const failed = new Set<string>()
  const firstOfAlike = orders === 'unlike' ? alike(relevant, model) : null
  let missing = relevant.filter((op) => op.type !== 'info').length

  const isTaken = (i: number): boolean => (taken[i >> 4]! & (1 << (i & 15))) !== 0
  const toggle = (i: number): void => void (taken[i >> 4]! ^= 1 << (i & 15))

  const explains = (state: Json): boolean => {
    if (missing === 0) return true
    const name = `${String.fromCharCode(...taken)}${identity(state)}`
    if (failed.has(name)) return false
    // An open operation may come next unless another one had returned before it was called.
    let horizon = Infinity
    let end = 0
    for (; end < relevant.length && relevant[end]!.call <= horizon; end++) {
      if (isTaken(end)) continue
      const { type, ret } = relevant[end]!
      if (type !== 'info' && ret < horizon) horizon = ret
    }
    work.left -= Math.ceil(end / LOOKS)
    if (work.left < 0) throw new TooMany()
    for (let i = 0; i < end; i++) {
      const op = relevant[i]!
      if (isTaken(i) || op.call > horizon || firstOfAlike?.[i]!.some((other) => other < end && relevant[other]!.call <= horizon && !isTaken(other))) continue
      const after = model.step(state, op)
      if (after === IMPOSSIBLE) continue
      const known = op.type === 'info' ? 0 : 1
      toggle(i)
      missing -= known
      if (explains(after)) return true
      toggle(i)
      missing += known
    }
    failed.add(name)
    return false
  }

  try {
    return explains(initial) ? 'linearizable' : 'impossible'
  } catch (error) {
    if (error instanceof TooMany || error instanceof RangeError) return 'unknown'
    throw error
  }
}

/** Of each operation, by place, those that are alike and return before it. */
function alike(operations: readonly Operation[], { anonymous }: Model): number[][] {
  const names = operations.map(({ f, value, result, type, key, process }) => JSON.stringify([f, value, result, type, key, anonymous ? null : process]))
  return operations.map((op, i) =>
    operations.flatMap((other, j) => (names[i] === names[j] && (other.ret < op.ret || (other.ret === op.ret && j < i)) ? j : [])),
  )
}

class TooMany extends Error {}
