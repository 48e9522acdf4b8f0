import { setTimeout as sleep } from 'node:timers/promises'
import { environmentError, messageOf } from './errors.ts'

export interface WaitOptions {
  /** Milliseconds in all. */
  readonly timeoutMs: number
  /** Milliseconds between two attempts. */
  readonly everyMs?: number
  /** Added to the error: the last lines of a log, for example. */
  readonly explain?: () => Promise<string>
}

/**
 * Repeats `attempt` until it returns something other than `undefined`; an exception counts as "not yet".
 *
 * @throws CapcheckError (exit 3) that says what was awaited, how long, and what the last attempt said
 */
export async function waitFor<T>(what: string, attempt: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const end = performance.now() + options.timeoutMs
  let last = 'nothing yet'
  for (;;) {
    try {
      const value = await attempt()
      if (value !== undefined) return value
    } catch (error) {
      last = messageOf(error)
    }
    if (performance.now() >= end) break
    await sleep(options.everyMs ?? 100)
  }
  const more = options.explain === undefined ? '' : `\n${await options.explain()}`
  throw environmentError(`waited ${options.timeoutMs / 1000} s for ${what}; last answer: ${last}${more}`)
}
