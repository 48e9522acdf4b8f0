/** Exit codes of the command line. */
export const EXIT = {
  ok: 0,
  /** A stored result is not what its histories say, or a checked history is not valid. */
  broken: 1,
  /** Nothing is wrong, but at least one verdict is inconclusive, or a checked history could not be decided. */
  inconclusive: 2,
  /** The environment did not start: an engine is missing, a cluster did not come up. */
  environment: 3,
  /** Bad arguments, bad files, bad configuration. */
  usage: 64,
  /** A bug in capcheck. */
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const

export interface CapcheckErrorOptions {
  readonly exitCode: number
  /** What the user can do about it; printed on a line of its own. */
  readonly hint?: string
  readonly cause?: unknown
}

/** Every error that a user is meant to read: what was wrong, the value, what is allowed, what to do. */
export class CapcheckError extends Error {
  readonly exitCode: number
  readonly hint: string | undefined

  constructor(message: string, options: CapcheckErrorOptions) {
    super(message, { cause: options.cause })
    this.name = 'CapcheckError'
    this.exitCode = options.exitCode
    this.hint = options.hint
  }
}

/** Bad input from the user: exit code 64. */
export function usageError(message: string, hint?: string): CapcheckError {
  return new CapcheckError(message, { exitCode: EXIT.usage, ...(hint === undefined ? {} : { hint }) })
}

/** The machine, an engine or a cluster did not do what is needed: exit code 3. */
export function environmentError(message: string, hint?: string, cause?: unknown): CapcheckError {
  return new CapcheckError(message, { exitCode: EXIT.environment, cause, ...(hint === undefined ? {} : { hint }) })
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  // An AggregateError (happy-eyeballs connects, NoHostAvailable) has an empty message of its own.
  return error.message || (error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : error.name)
}
