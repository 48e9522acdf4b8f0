import { inOrder } from '../counter/near-sorted.ts'

export const READ = 0
export const WRITE = 1

/**
 * Reads and writes of single objects with their versions, in columns: one row each.
 *
 * A version is a stretch from `low` to `high`: one version is certainly older than another when its `high` is below the
 * other's `low`. Exact versions (places in a list) have both equal; of a register written at unknown moments the
 * stretch is that of its write.
 */
export interface SessionColumns {
  readonly session: Int32Array
  readonly key: Int32Array
  /** `READ` or `WRITE`. */
  readonly kind: Uint8Array
  readonly call: Float64Array
  /** `Infinity`: nobody knows when, so nothing in the session is certain to come after it. */
  readonly ret: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

/** The session guarantees of Terry et al. (PDIS 1994), each for single objects. */
export const GUARANTEES = ['monotonic-reads', 'read-your-writes', 'writes-follow-reads', 'monotonic-writes'] as const
export type Guarantee = (typeof GUARANTEES)[number]

/** Two rows of one session and key; the later one has the older version. */
export interface SessionViolation {
  readonly guarantee: Guarantee
  readonly earlier: number
  readonly later: number
}

/**
 * Finds broken guarantees: after a session has read or written a version, it must neither read nor write an older one.
 * What overlaps within a session (a home with several clients) is not ordered. One violation a row and guarantee at
 * most. O(n), apart from sorting times that are not nearly sorted.
 */
export function brokenGuarantees(rows: SessionColumns): SessionViolation[] {
  const { kind, call, ret, low, high } = rows
  const slot = slotsOf(rows)
  /** Per session, key and kind: the row with the newest version that has returned, plus one. */
  const newest = new Int32Array(2 * slot.count)
  const ended = inOrder(ret, (row) => ret[row]! < Infinity)
  const found: SessionViolation[] = []
  let end = 0
  for (const row of inOrder(call)) {
    for (; end < ended.length && ret[ended[end]!]! < call[row]!; end++) {
      const over = ended[end]!
      const at = 2 * slot.of[over]! + kind[over]!
      if (newest[at] === 0 || low[over]! > low[newest[at]! - 1]!) newest[at] = over + 1
    }
    for (const before of [READ, WRITE]) {
      const earlier = newest[2 * slot.of[row]! + before]! - 1
      if (earlier >= 0 && high[row]! < low[earlier]!) found.push({ guarantee: guaranteeOf(before, kind[row]!), earlier, later: row })
    }
  }
  return found
}

function guaranteeOf(before: number, after: number): Guarantee {
  if (after === READ) return before === READ ? 'monotonic-reads' : 'read-your-writes'
  return before === READ ? 'writes-follow-reads' : 'monotonic-writes'
}

/** Numbers the pairs of session and key that occur. */
function slotsOf({ session, key }: SessionColumns): { readonly of: Int32Array; readonly count: number } {
  const keys = key.reduce((most, one) => Math.max(most, one), 0) + 1
  const numbers = new Map<number, number>()
  const of = new Int32Array(session.length)
  for (let row = 0; row < session.length; row++) {
    const pair = session[row]! * keys + key[row]!
    const known = numbers.get(pair) ?? numbers.size
    if (known === numbers.size) numbers.set(pair, known)
    of[row] = known
  }
  return { of, count: numbers.size }
}
