import { usageError } from '../../core/errors.ts'
import type { Json } from '../../core/json.ts'

/** A form that is written as it stands. */
export class Raw {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** What can be written as EDN. */
export type Edn = Json | Raw | readonly Edn[]

/** What the reader takes for a keyword and gives back as a string with its colon. */
const KEYWORD = /^:[A-Za-z*!_?<>=][\w*+!?<>=.-]*$/

/** JSON as EDN: objects become maps with strings for keys, strings that are keywords with a colon become keywords again. */
export function ednText(value: Edn): string {
  if (value instanceof Raw) return value.text
  if (value === null) return 'nil'
  if (typeof value === 'string') return KEYWORD.test(value) ? value : JSON.stringify(value)
  if (Array.isArray(value)) return `[${(value as readonly Edn[]).map(ednText).join(' ')}]`
  if (typeof value === 'object') return ednMap(Object.entries(value as { readonly [key: string]: Json }).map(([key, inner]) => [ednText(key), inner]))
  return JSON.stringify(value)
}

/** A map of written keys. */
export function ednMap(entries: readonly (readonly [string, Edn])[]): string {
  return `{${entries.map(([key, value]) => `${key} ${ednText(value)}`).join(', ')}}`
}

/** @throws CapcheckError (exit 64) when a name cannot be a keyword */
export function keyword(name: string): Raw {
  const text = `:${name}`
  if (!KEYWORD.test(text)) throw usageError(`${JSON.stringify(name.slice(0, 60))} cannot be written as an EDN keyword`, 'Functions are named with letters, digits and - to be exported.')
  return new Raw(text)
}
