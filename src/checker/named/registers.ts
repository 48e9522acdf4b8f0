import { usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { explainRegister } from '../linearizability/explain.ts'
import { register, type RegisterOptions } from '../models/register.ts'
import type { NamedModel, Setting } from './answer.ts'
import { allow, isObject, OperationFault, shown } from './shape.ts'

const TITLE = 'a value per key: read, write, and cas from one value to another'

type FirstValues = Required<Pick<RegisterOptions, 'initial' | 'initialByKey'>>

/** Registers under both of their usual names: a `register` may be asked for a compare-and-set too. */
export const registers: readonly NamedModel[] = ['register', 'cas-register'].map((name) => ({
  name,
  title: TITLE,
  task: (operations, setting) => {
    allow(name, operations, ['read', 'write', 'cas'])
    for (const op of operations) {
      const { f, value } = op
      if (f === 'cas' && !(Array.isArray(value) && value.length === 2)) throw new OperationFault(op, `the value of a cas is [from, to], not ${shown(value)}`)
    }
    const { notes, options } = firstValues(operations, setting)
    const source = { model: 'register', ...options, failedCas: setting.failedCas } as const
    return { notes, search: { operations, model: register(source), source, explain: explainRegister } }
  },
}))

/**
 * First values. A key that setup wrote has its first value in the history; others begin with what the user or the lane
 * says, one value for all or an object of values by key; else with what the format is known for.
 *
 * @throws CapcheckError (exit 64) when a history of ours leaves the first value of a key open
 */
export function firstValues(operations: readonly Operation[], setting: Setting): { readonly notes: readonly string[]; readonly options: FirstValues } {
  const { customInitial, recorded, facts } = setting
  const initial = setting.initial ?? facts?.['initial']
  const written = new Set(operations.filter(({ phase, f, type }) => phase === 'setup' && f === 'write' && type === 'ok').map(({ key }) => key ?? ''))
  const byKey = new Map<string, Json>(isObject(initial) ? Object.entries(initial) : [])
  for (const key of written) byKey.set(key, null)
  const open = operations.find(({ key = '' }) => !byKey.has(key))
  const others = isObject(initial) ? undefined : initial
  if (open !== undefined && recorded && initial === undefined) {
    throw usageError(
      `the first value of key ${open.key ?? '""'} is not known: the history has no write of it in the phase setup, and no trial.json lies beside the file`,
      'Check the file in its trial folder, or say --initial 0 (a JSON value, or an object of values by key).',
    )
  }
  const first = others ?? customInitial ?? null
  const silent = open === undefined || initial !== undefined
  return {
    notes: silent ? [] : [`a key is taken to hold ${JSON.stringify(first)} before its first write; --initial says otherwise`],
    options: { initial: first, initialByKey: Object.fromEntries(byKey) },
  }
}
