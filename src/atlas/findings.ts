import { usageError } from '../core/errors.ts'
import { CASSANDRA } from './cassandra.ts'
import { MONGODB } from './mongodb.ts'
import { POSTGRES } from './postgres.ts'
import type { Finding, Row } from './finding.ts'

/** The whole catalogue, in its own order. */
export const ROWS: readonly Row[] = [...POSTGRES, ...MONGODB, ...CASSANDRA]

/**
 * Rows by id. An id without its last letter means all of them: `PG-5` is PG-5a, PG-5b and so on.
 *
 * @param ids none means all
 * @param stores none means all
 * @throws CapcheckError (exit 64) naming what is unknown and what is allowed
 */
export function rowsNamed(ids: readonly string[], stores: readonly string[]): Row[] {
  const there = ROWS.filter(({ store }) => stores.length === 0 || stores.includes(store))
  const unknown = ids.find((id) => !there.some((row) => isNamed(row, id)))
  if (unknown !== undefined) throw usageError(`the catalogue has no finding "${unknown}"; allowed: ${there.map(({ id }) => id).join(', ')}`, 'capcheck atlas --list says what each one is.')
  return there.filter((row) => ids.length === 0 || ids.some((id) => isNamed(row, id)))
}

/** @throws Error for an id that is no finding that can be run: nobody but us hands them over */
export function findingNamed(id: string): Finding {
  const row = ROWS.find((each) => each.id === id)
  if (row === undefined || !('experiment' in row)) throw new Error(`no finding ${id}`)
  return row
}

function isNamed({ id }: Row, name: string): boolean {
  const wanted = name.toLowerCase()
  const own = id.toLowerCase()
  return own === wanted || (/\d$/.test(wanted) && own.length === wanted.length + 1 && own.startsWith(wanted) && /[a-z]$/.test(own))
}
