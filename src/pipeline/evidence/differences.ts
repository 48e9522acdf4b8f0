import type { Json } from '../../core/json.ts'

/** A field that has another value than it was said to have. */
export interface Difference {
  /** `verdict.label`, `availability[n1 steady write].ok`. */
  readonly field: string
  /** Undefined where the field is not there. */
  readonly stored: Json | undefined
  readonly recomputed: Json | undefined
}

/** Fields that tell the elements of an array apart, for arrays of named things; others go by position. */
const NAMED_BY: readonly (readonly string[])[] = [['home', 'phase', 'f'], ['effect', 'side', 'scope'], ['check'], ['from', 'to'], ['id', 'shape'], ['id'], ['store', 'config', 'workload']]

/** Every leaf in which two JSON values differ, in the order of the recomputed one. */
export function differences(stored: Json | undefined, recomputed: Json | undefined, field = ''): Difference[] {
  if (Object.is(stored, recomputed)) return []
  if (Array.isArray(stored) && Array.isArray(recomputed)) return inNames(byName(stored), byName(recomputed), (name) => `${field}[${name}]`)
  if (isRecord(stored) && isRecord(recomputed)) {
    return inNames(new Map(Object.entries(stored)), new Map(Object.entries(recomputed)), (name) => (field === '' ? name : `${field}.${name}`))
  }
  return [{ field, stored, recomputed }]
}

type Named = ReadonlyMap<string, Json>

function inNames(stored: Named, recomputed: Named, path: (name: string) => string): Difference[] {
  const names = [...recomputed.keys(), ...[...stored.keys()].filter((name) => !recomputed.has(name))]
  return names.flatMap((name) => differences(stored.get(name), recomputed.get(name), path(name)))
}

/** Elements by name where all have one of their own, else by position. */
function byName(list: readonly Json[]): Named {
  for (const fields of NAMED_BY) {
    const names = list.map((element) => (isRecord(element) && fields.every((field) => typeof element[field] === 'string') ? fields.map((field) => element[field] as string).join(' ') : null))
    if (names.every((name) => name !== null) && new Set(names).size === list.length) return new Map(list.map((element, index) => [names[index]!, element]))
  }
  return new Map(list.map((element, index) => [String(index), element]))
}

function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
