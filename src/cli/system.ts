import type { Io } from './io.ts'

/** Everything that the command line takes from its process, so that tests can run it in their own. */
export interface System {
  readonly io: Io
  readonly stop: AbortSignal
  readonly cwd: string
  now(): Date
}
