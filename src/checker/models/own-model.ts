import { messageOf, usageError } from '../../core/errors.ts'
import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { IMPOSSIBLE } from './model.ts'
import type { Model, Role } from './model.ts'

/** Where a whole model can be read. */
export const EXAMPLE = 'docs/checking-histories.md has a whole one.'
const ROLES: readonly unknown[] = ['none', 'read', 'change'] satisfies readonly Role[]

/**
 * Makes a model of what a user's module exports.
 *
 * Whatever its functions return is looked at, and state is frozen, so that a slip in the model ends in a sentence about the
 * model and not in a wrong answer. They see of an operation only what the search goes by too: two operations that are
 * alike in all of it do the same.
 *
 * @param file how the module is called in messages
 * @throws CapcheckError (exit 64) when it is no model; its functions do when they break their word
 */
export function ownModel(exported: unknown, file: string): Model {
  return guarded(checked(exported, file), file)
}

/** Frozen all the way down; what is frozen already was frozen here. */
export function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const inner of Object.values(value)) frozen(inner)
  return Object.freeze(value)
}

function checked(value: unknown, file: string): Model {
  const bad = (what: string): Error => usageError(`the model file ${file}: ${what}`, EXAMPLE)
  if (typeof value !== 'object' || value === null) throw bad('it has no default export that is a record of name, initial, role and step')
  const model = value as Partial<Record<keyof Model, unknown>>
  if (typeof model.name !== 'string' || model.name === '') throw bad('name must be a string')
  if (!isJson(model.initial)) throw bad('initial must be a JSON value, the state before the first operation')
  for (const name of ['role', 'step'] as const) if (typeof model[name] !== 'function') throw bad(`${name} must be a function`)
  for (const name of ['initialOf', 'object'] as const) {
    if (model[name] !== undefined && typeof model[name] !== 'function') throw bad(`${name} must be a function where it is there`)
  }
  if (model.anonymous !== undefined && typeof model.anonymous !== 'boolean') throw bad('anonymous must be true or false where it is there')
  for (const name of ['register', 'foresee'] as const) {
    if (model[name] !== undefined) throw bad(`${name} is for the models that come with capcheck; leave it out`)
  }
  return value as Model
}

/** The same model, its answers looked at. */
function guarded(model: Model, file: string): Model {
  const run = <T>(what: string, call: () => T): T => {
    try {
      return call()
    } catch (error) {
      throw usageError(`the model ${file} failed in ${what}: ${messageOf(error)}`, 'A step must not change the state it is given, only return the next one.')
    }
  }
  const expect = (holds: boolean, what: string, got: unknown): void => {
    if (!holds) throw usageError(`the model ${file}: ${what}, not ${String(typeof got === 'object' ? JSON.stringify(got) : got).slice(0, 60)}`, EXAMPLE)
  }
  const state = (what: string, value: unknown): Json => {
    expect(isJson(value), `${what} must return a JSON value${what === 'step' ? " or Symbol.for('capcheck.impossible')" : ''}`, value)
    return frozen(value as Json)
  }
  const anonymous = model.anonymous === true
  return {
    name: model.name,
    anonymous,
    initial: frozen(model.initial),
    role: (op) => {
      const role = run('role', () => model.role(visible(op, anonymous)))
      expect(ROLES.includes(role), 'role must return none, read or change', role)
      return role
    },
    step: (before, op) => {
      const after = run('step', () => model.step(before, visible(op, anonymous)))
      return after === IMPOSSIBLE ? after : state('step', after)
    },
    ...(model.initialOf === undefined ? {} : { initialOf: (key: string) => state('initialOf', run('initialOf', () => model.initialOf!(key))) }),
    ...(model.object === undefined
      ? {}
      : {
          object: (op) => {
            const key = run('object', () => model.object!(visible(op, anonymous)))
            expect(typeof key === 'string', 'object must return a string', key)
            return key
          },
        }),
  }
}

/** What a model may look at, in an object that cannot be changed. */
function visible({ f, key, process, type, value, result }: Operation, anonymous: boolean): Operation {
  const seen = { f, type, value: frozen(value), ...(key === undefined ? {} : { key }), ...(result === undefined ? {} : { result: frozen(result) }) }
  return Object.freeze(anonymous ? new Nameless(seen) : { ...seen, process }) as Operation
}

/** An operation whose process a model has promised not to ask for. */
class Nameless {
  constructor(seen: object) {
    Object.assign(this, seen)
  }

  get process(): never {
    throw new Error('it looks at process, although it says that it is anonymous')
  }
}

function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isJson)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
}
