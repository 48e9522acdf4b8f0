import type { Operation } from '../../core/event.ts'
import type { Model } from '../models/model.ts'
import { budgetOf, checkOf, prepare, resultOf } from './prepared.ts'
import type { LinearizabilityOptions, LinearizabilityResult } from './result.ts'

/**
 * Is the history linearizable under the model? Every object is checked on its own, which is exact (Herlihy & Wing, 1990:
 * linearizability is local). All on this thread; `checkLinearizableOnWorkers` uses several.
 *
 * @example
 * ```ts
 * const { valid, violations } = checkLinearizable(pairEvents(events), register({ initial: 0 }))
 * ```
 */
export function checkLinearizable(
  operations: readonly Operation[],
  model: Model,
  options: LinearizabilityOptions = {},
): LinearizabilityResult {
  const budget = budgetOf(options)
  const history = prepare(operations, model)
  const check = checkOf(history, budget, options.algorithm)
  return resultOf(history, history.rows.keys.map((_, key) => check(key)), budget, options)
}
