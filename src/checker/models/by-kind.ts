import type { Json } from '../../core/json.ts'
import { appendKv } from './append-kv.ts'
import type { Model } from './model.ts'
import { register } from './register.ts'

/** What a history reader says about the object behind a history. */
type ObjectKind =
  | { readonly model: 'register'; readonly initial: Json; readonly failedCas: 'nothing' | 'mismatch' }
  | { readonly model: 'append-kv' }

/** The model for a kind of object. */
export function modelFor(kind: ObjectKind): Model {
  return kind.model === 'append-kv' ? appendKv : register({ initial: kind.initial, failedCas: kind.failedCas })
}
