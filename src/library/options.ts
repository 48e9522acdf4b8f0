import { z } from 'zod'
import { usageError } from '../core/errors.ts'
import { didYouMean } from '../core/suggest.ts'

const MAX = 0x7fffffff

/** Shapes of option values that several functions share. */
export const text = z.string().min(1)
export const texts = z.array(text)
export const positive = z.int().min(1).max(MAX)
export const wholeNumber = z.int().min(0).max(MAX)
export const signal = z.instanceof(AbortSignal)

/**
 * Looks at options that may come from plain JavaScript: a misspelt name would otherwise run something else in silence.
 *
 * @throws CapcheckError (exit 64) naming the option, the value and what is allowed
 */
export function readOptions<T>(what: string, schema: z.ZodObject, options: T): T {
  const parsed = schema.safeParse(options)
  if (parsed.success) return options
  const [issue] = parsed.error.issues
  const allowed = Object.keys(schema.shape)
  if (issue?.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys
    throw usageError(`${what}: no option "${key}"; allowed: ${allowed.join(', ')}`, didYouMean(key, allowed))
  }
  const name = issue?.path.join('.') ?? ''
  const value = issue?.path.reduce<unknown>((inner, key) => (inner as { readonly [key: PropertyKey]: unknown })[key], options)
  throw usageError(`${what}: ${name === '' ? 'the options' : `the option ${name}`} cannot be ${shown(value)}: ${issue?.message ?? 'not understood'}`)
}

function shown(value: unknown): string {
  return (typeof value === 'object' || typeof value === 'string' ? JSON.stringify(value) : String(value)).slice(0, 80)
}
