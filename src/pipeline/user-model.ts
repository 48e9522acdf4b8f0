import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { NamedModel } from '../checker/named/answer.ts'
import { explainPlainly } from '../checker/named/tell.ts'
import { IMPOSSIBLE, type Model, type Role } from '../checker/models/model.ts'
import { messageOf, usageError } from '../core/errors.ts'
import type { Json } from '../core/json.ts'

const EXAMPLE = 'docs/checking-histories.md has a whole one.'
const ROLES: readonly unknown[] = ['none', 'read', 'change'] satisfies readonly Role[]

/**
 * Loads a user's own model: a module whose default export is a `Model`.
 *
 * Whatever its functions return is looked at, and state is frozen, so that a slip in the model ends in a sentence about the
 * model and not in a wrong answer.
 *
 * @throws CapcheckError (exit 64) when the file cannot be loaded or exports no model
 */
export async function loadModel(file: string): Promise<NamedModel> {
  const path = resolve(file)
  if (!existsSync(path)) throw usageError(`no model file ${path}`, `--model takes a name or the path of a module whose default export is a model. ${EXAMPLE}`)
  let loaded: { default?: unknown }
  try {
    loaded = (await import(pathToFileURL(path).href)) as typeof loaded
  } catch (error) {
    throw usageError(`the model file ${path} cannot be loaded: ${messageOf(error)}`, `It must be a .ts or .js module whose default export is a model. ${EXAMPLE}`)
  }
  const model = guarded(checked(loaded.default, path), path)
  return {
    name: model.name,
    title: path,
    task: (operations, { initial }) => {
      const own = initial === undefined ? model : { ...model, initial: frozen(initial), initialOf: () => initial }
      return { notes: [], search: { operations: operations.map(frozen), model: own, explain: explainPlainly } }
    },
  }
}

function checked(value: unknown, path: string): Model {
  const bad = (what: string): Error => usageError(`the model file ${path}: ${what}`, EXAMPLE)
  if (typeof value !== 'object' || value === null) throw bad('it has no default export that is a record of name, initial, role and step')
  const model = value as Partial<Record<keyof Model, unknown>>
  if (typeof model.name !== 'string' || model.name === '') throw bad('name must be a string')
  if (!isJson(model.initial)) throw bad('initial must be a JSON value, the state before the first operation')
  for (const name of ['role', 'step'] as const) if (typeof model[name] !== 'function') throw bad(`${name} must be a function`)
  for (const name of ['initialOf', 'object'] as const) {
    if (model[name] !== undefined && typeof model[name] !== 'function') throw bad(`${name} must be a function where it is there`)
  }
  for (const name of ['register', 'foresee'] as const) {
    if (model[name] !== undefined) throw bad(`${name} is for the models that come with capcheck; leave it out`)
  }
  return value as Model
}

/** The same model, its answers looked at. */
function guarded(model: Model, path: string): Model {
  const run = <T>(what: string, call: () => T): T => {
    try {
      return call()
    } catch (error) {
      throw usageError(`the model ${path} failed in ${what}: ${messageOf(error)}`, 'A step must not change the state it is given, only return the next one.')
    }
  }
  const expect = (holds: boolean, what: string, got: unknown): void => {
    if (!holds) throw usageError(`the model ${path}: ${what}, not ${String(typeof got === 'object' ? JSON.stringify(got) : got).slice(0, 60)}`, EXAMPLE)
  }
  const state = (what: string, value: unknown): Json => {
    expect(isJson(value), `${what} must return a JSON value${what === 'step' ? " or Symbol.for('capcheck.impossible')" : ''}`, value)
    return frozen(value as Json)
  }
  return {
    name: model.name,
    initial: frozen(model.initial),
    role: (op) => {
      const role = run('role', () => model.role(op))
      expect(ROLES.includes(role), 'role must return none, read or change', role)
      return role
    },
    step: (before, op) => {
      const after = run('step', () => model.step(before, op))
      return after === IMPOSSIBLE ? after : state('step', after)
    },
    ...(model.initialOf === undefined ? {} : { initialOf: (key: string) => state('initialOf', run('initialOf', () => model.initialOf!(key))) }),
    ...(model.object === undefined
      ? {}
      : {
          object: (op) => {
            const key = run('object', () => model.object!(op))
            expect(typeof key === 'string', 'object must return a string', key)
            return key
          },
        }),
  }
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isJson)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
}

/** Frozen all the way down; what is frozen already was frozen here. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}
