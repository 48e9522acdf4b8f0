import type { Spec } from './generate.ts'

/** One line of the table. */
export interface Row extends Omit<Spec, 'seed'> {
  /** What is asked: so many times faster than Porcupine in the same run, … */
  readonly times?: number
  /** … or, where Porcupine does not finish, at most this part of Porcupine's time for the row `UNIT`. */
  readonly units?: number
}

const row = (mode: Spec['mode'], n: number, clients: number, keys: number, goal: Pick<Row, 'times' | 'units'>, unknown = 0, bad = false): Row => ({
  mode,
  n,
  clients,
  keys,
  unknown,
  bad,
  ...goal,
})

/** The row by which times are told that have no other measure. */
export const UNIT: Row = row('rw', 1_000_000, 10, 100, { times: 8 })

/** Rows that Porcupine finishes within seconds. */
export const COMPARED: readonly Row[] = [
  UNIT,
  row('rw', 10_000, 10, 1, { times: 150 }),
  row('cas5', 10_000, 10, 1, { times: 20 }),
  row('cas5', 10_000, 10, 1, { times: 30 }, 5),
  row('cas5', 100_000, 10, 100, { times: 2 }, 5),
  row('rw', 1_000_000, 10, 100, { times: 8 }, 5),
  row('casu', 1_000_000, 10, 100, { times: 8 }),
  row('casu', 1_000_000, 10, 100, { times: 8 }, 5),
  row('cas5', 1_000_000, 10, 100, { times: 8 }),
]

/** Rows on which Porcupine runs into a cap of a minute or 14 GB. */
export const ALONE: readonly Row[] = [
  row('rw', 1_000_000, 50, 1, { units: 0.25 }),
  row('rw', 1_000_000, 50, 1, { units: 0.25 }, 5),
  row('rw', 1_000_000, 50, 1, { units: 0.25 }, 0, true),
  row('casu', 1_000_000, 50, 1, { units: 0.25 }),
  row('casu', 1_000_000, 50, 1, { units: 0.25 }, 5),
  row('cas5', 10_000, 20, 1, { units: 0.1 }),
  row('cas5', 1000, 50, 1, { units: 0.1 }),
  row('cas5', 1000, 5, 1, { units: 0.1 }, 5, true),
]
