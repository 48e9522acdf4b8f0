import { appendKv } from './append-kv.ts'
import type { Model } from './model.ts'
import { register } from './register.ts'
import type { RegisterOptions } from './register.ts'

/** A model that comes with capcheck, as plain data: what a history reader says about the object behind a history. */
export type ObjectKind = ({ readonly model: 'register' } & RegisterOptions) | { readonly model: 'append-kv' }

/** The model for a kind of object. */
export function modelFor(kind: ObjectKind): Model {
  return kind.model === 'append-kv' ? appendKv : register(kind)
}
