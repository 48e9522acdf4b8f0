import { RUNS } from './confirmed-runs.ts'

/** A run in which a row was as expected. */
export interface Confirmation {
  /** Version of the store. */
  readonly version: string
  /** Day of the run, ISO 8601. */
  readonly date: string
  readonly seed: number
}

/** When each row was last seen to be as expected, by id and shape. */
export const CONFIRMED: { readonly [row: string]: Confirmation } = RUNS
