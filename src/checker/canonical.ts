import type { Json } from '../core/json.ts'

/** An answer as text, without regard to the order of ledger entries or of object keys. */
export function canonical(answer: Json | undefined): string {
  if (Array.isArray(answer)) return JSON.stringify(answer.map(canonical).sort())
  if (typeof answer !== 'object' || answer === null) return JSON.stringify(answer ?? null)
  return JSON.stringify(Object.entries(answer).map(([name, value]) => [name, canonical(value)]).sort())
}
