import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { NamedModel } from './answer.ts'
import { appendKvModel } from './append-kv.ts'
import { bankModel } from './bank.ts'
import { counterModel } from './counter.ts'
import { listAppendModel } from './list-append.ts'
import { registers } from './registers.ts'
import { setModel } from './sets.ts'

/** Models by name, for `--model`. */
export const NAMED_MODELS: readonly NamedModel[] = [...registers, appendKvModel, counterModel, setModel, bankModel, listAppendModel]

/** The model of that name; undefined when there is none. */
export function namedModel(name: string): NamedModel | undefined {
  return NAMED_MODELS.find((model) => model.name === name)
}

/** Functions that belong to one model, and those that it shares with others. */
const SIGNS: readonly { readonly model: string; readonly of: readonly string[]; readonly beside: readonly string[] }[] = [
  { model: 'cas-register', of: ['write', 'cas'], beside: ['read'] },
  { model: 'append-kv', of: ['get', 'put', 'append'], beside: [] },
  { model: 'counter', of: ['increment', 'inc', 'decrement', 'dec', 'like', 'unlike'], beside: ['add', 'read'] },
  { model: 'bank', of: ['transfer'], beside: ['read', 'ledger'] },
  { model: 'list-append', of: ['txn'], beside: [] },
]

/**
 * The model that a history must be meant for, by the functions that it calls; of `add` and `read` the answers tell a set
 * from a counter.
 *
 * @throws CapcheckError (exit 64) when more than one would fit, or none
 */
export function naturalModel(operations: readonly Operation[]): NamedModel {
  const functions = new Set(operations.map(({ f }) => f))
  const name = bySigns(functions) ?? (isWithin(functions, ['add', 'read']) && functions.has('add') ? byAnswers(operations) : null)
  if (name !== null) return namedModel(name)!
  throw usageError(
    `it is not clear which model these operations are meant for: ${[...functions].slice(0, 8).join(', ').slice(0, 200)}`,
    `Name it with --model: ${NAMED_MODELS.map((model) => model.name).join(', ')}, or the path of a model of your own (./my-model.ts).`,
  )
}

function bySigns(functions: ReadonlySet<string>): string | null {
  const fitting = SIGNS.filter(({ of, beside }) => of.some((f) => functions.has(f)) && isWithin(functions, [...of, ...beside]))
  return fitting.length === 1 ? fitting[0]!.model : null
}

function isWithin(functions: ReadonlySet<string>, allowed: readonly string[]): boolean {
  return [...functions].every((f) => allowed.includes(f))
}

function byAnswers(operations: readonly Operation[]): string | null {
  const answers = operations.filter(({ f, type, result }) => f === 'read' && type === 'ok' && result !== undefined && result !== null)
  if (answers.length === 0) return null
  if (answers.every(({ result }) => Array.isArray(result))) return 'set'
  return answers.every(({ result }) => typeof result === 'number') ? 'counter' : null
}
