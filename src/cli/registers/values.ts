import { InvalidArgumentError } from 'commander'

/** Parsers of option values: each throws what commander shows beside the option and the value. */

/** Names by commas; the option can be repeated. */
export function names(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((name) => name.trim()).filter((name) => name !== '')]
}

/** One value; the option can be repeated. */
export function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 0 || value > 0x7fffffff) throw new InvalidArgumentError(`It must be a whole number from 0 to ${0x7fffffff}.`)
  return value
}

/** A whole number from 1. */
export function positive(text: string): number {
  const value = wholeNumber(text)
  if (value === 0) throw new InvalidArgumentError('It must be at least 1.')
  return value
}

/** A TCP port, or 0. */
export function port(text: string): number {
  const value = wholeNumber(text)
  if (value > 65_535) throw new InvalidArgumentError('It must be at most 65535.')
  return value
}

/** How often something is done again: from 1, and so few that a slip of the keyboard asks for no month. */
export function times(text: string): number {
  const value = wholeNumber(text)
  if (value < 1 || value > 1000) throw new InvalidArgumentError('It must be a whole number from 1 to 1000.')
  return value
}

/** Seconds, above 0. */
export function seconds(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value <= 1e6)) throw new InvalidArgumentError('It must be a number of seconds above 0, at most 1000000.')
  return value
}
