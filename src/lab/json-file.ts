import type { z } from 'zod'
import { usageError } from '../core/errors.ts'
import { parseJson, readText } from '../core/hand-written.ts'
import { jsonPlace } from '../core/json-text.ts'

/** A file that somebody wrote by hand, with its text: messages name places in it, and its hash says which version it was. */
export interface JsonFile<T> {
  readonly value: T
  readonly text: string
}

/**
 * Reads a JSON file and holds it to a schema.
 *
 * @throws CapcheckError (exit 64) naming file, line and column of the first thing that is not as it must be
 */
export function readJsonFile<T>(path: string, schema: z.ZodType<T>, hint: string): JsonFile<T> {
  const text = readText(path)
  const parsed = schema.safeParse(parseJson(text, path, hint))
  if (parsed.success) return { value: parsed.data, text }
  const [issue] = parsed.error.issues
  const place = (issue?.path ?? []).map((part) => (typeof part === 'number' ? part : String(part)))
  const { line, column } = jsonPlace(text, place)
  throw usageError(`${path}:${line}:${column}: ${place.length === 0 ? 'the top level' : place.join('.')}: ${issue?.message ?? 'not understood'}`, hint)
}
