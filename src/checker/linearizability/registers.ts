import { searchKey } from './answers.ts'
import type { KeyAnswer, KeyCheck } from './answers.ts'
import type { RegisterColumns } from './columns.ts'
import { registerPart } from './part.ts'
import type { LinearizabilityOptions } from './result.ts'
import type { Budget } from './turns.ts'
import { UniqueValues } from './unique-values.ts'

/** Checks every key of a register history: in linear time where values are unique, by search otherwise. */
export function checkColumns(columns: RegisterColumns, budget: Budget, algorithm?: LinearizabilityOptions['algorithm']): KeyAnswer[] {
  const check = registerCheck(columns, budget, algorithm)
  return columns.keys.map((_, key) => check(key))
}

/** The check of single keys of a register history. */
export function registerCheck(columns: RegisterColumns, budget: Budget, algorithm: LinearizabilityOptions['algorithm'] = 'auto'): KeyCheck {
  const unique = algorithm === 'search' ? null : new UniqueValues(columns)
  const { start, initial } = columns
  return (key) => {
    const lo = start[key]!
    return (unique && checkUnique(unique, key, lo)) ?? searchKey(registerPart(columns, lo, start[key + 1]!, initial[key]!), lo, budget)
  }
}

function checkUnique(unique: UniqueValues, key: number, lo: number): KeyAnswer | null {
  const outcome = unique.check(key)
  if (outcome.kind === 'open') return null
  return {
    valid: outcome.kind === 'valid',
    algorithm: 'unique-values',
    order: unique.order.subarray(lo, lo + outcome.count),
    stopped: null,
    broken: outcome.kind === 'violation' ? outcome.rows : null,
    impossible: -1,
  }
}
