import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf, usageError } from '../../../core/errors.ts'
import type { Json } from '../../../core/json.ts'
import { modelFor } from '../../models/by-kind.ts'
import type { ObjectKind } from '../../models/by-kind.ts'
import type { Model } from '../../models/model.ts'
import { EXAMPLE, frozen, ownModel } from '../../models/own-model.ts'

/** A model in a form that another thread can load again: functions cannot cross over. */
export type ModelSource = ObjectKind | ModuleSource

export interface ModuleSource {
  /** Path of a .ts or .js file that exports a `Model`. */
  readonly module: string
  /** The name under which it does. Default: `default`. */
  readonly exported?: string
  /** State before the first operation of every object. Default: what the model says. */
  readonly initial?: Json
}

/**
 * The model itself: one that comes with capcheck, or a user's own, guarded (see `ownModel`).
 *
 * @throws CapcheckError (exit 64) when the module cannot be loaded or exports no model
 */
export async function loadModel(source: ModelSource): Promise<Model> {
  if (!('module' in source)) return modelFor(source)
  const { exported = 'default', initial } = source
  const path = resolve(source.module)
  const model = ownModel((await load(path))[exported], path)
  return initial === undefined ? model : { ...model, initial: frozen(initial), initialOf: () => initial }
}

async function load(path: string): Promise<{ readonly [name: string]: unknown }> {
  const { href } = pathToFileURL(path)
  try {
    return (await import(href)) as { readonly [name: string]: unknown }
  } catch (error) {
    const { code, url } = error as NodeJS.ErrnoException & { readonly url?: string }
    if (code === 'ERR_MODULE_NOT_FOUND' && url === href) throw usageError(`no model file ${path}`, `--model takes a name or the path of a module whose default export is a model. ${EXAMPLE}`)
    throw usageError(`the model file ${path} cannot be loaded: ${messageOf(error)}`, `It must be a .ts or .js module whose default export is a model. ${EXAMPLE}`)
  }
}
