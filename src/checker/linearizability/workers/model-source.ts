import { pathToFileURL } from 'node:url'
import { usageError } from '../../../core/errors.ts'
import { modelFor } from '../../models/by-kind.ts'
import type { ObjectKind } from '../../models/by-kind.ts'
import type { Model } from '../../models/model.ts'

/** A model in a form that another thread can load again: functions cannot cross over. */
export type ModelSource =
  | ObjectKind
  | {
      /** A file that exports a `Model`: a path, or a `file:` address. */
      readonly module: string
      /** The name under which it does. Default: `default`. */
      readonly exported?: string
    }

/**
 * The model itself.
 *
 * @throws a usage error when the module has no such export, or one that is no model
 */
export async function loadModel(source: ModelSource): Promise<Model> {
  if (!('module' in source)) return modelFor(source)
  const { module, exported = 'default' } = source
  const address = module.startsWith('file:') ? module : pathToFileURL(module).href
  const names = (await import(address)) as { readonly [name: string]: unknown }
  const model = names[exported] as Partial<Model> | undefined
  if (typeof model?.step !== 'function' || typeof model.role !== 'function') {
    throw usageError(`${module}: its export "${exported}" is no model`, 'A model is an object with `name`, `initial`, `role` and `step`.')
  }
  return model as Model
}
