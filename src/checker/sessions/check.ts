import type { Operation } from '../../core/event.ts'
import type { CheckInput, CheckResult, Witness } from '../../core/workload.ts'
import { describe } from '../describe.ts'
import { tally, violationsByPhase } from '../tally.ts'
import { GUARANTEES, brokenGuarantees, type Guarantee } from './guarantees.ts'
import { listRows } from './lists.ts'
import { registerRows } from './registers.ts'
import { sessionColumns, type SessionKind, type SessionRow } from './rows.ts'

interface Broken {
  readonly guarantee: Guarantee
  readonly earlier: SessionRow
  readonly later: SessionRow
}

const RULES: { readonly [guarantee in Guarantee]: string } = {
  'monotonic-reads': 'Once a session has read a version, it must never read an older one.',
  'read-your-writes': 'A session must read what it wrote itself, or something newer.',
  'writes-follow-reads': 'What a session writes must come after what it had read.',
  'monotonic-writes': 'The writes of a session must take effect in its order.',
}

/**
 * Session guarantees (Terry et al., PDIS 1994) of registers with unique values and of list-append transactions, object
 * by object. A session is what the clients of one home did, one after the other; the figures of single clients
 * stand beside it. Every violation also contradicts linearizability.
 */
export function sessions({ operations }: CheckInput): CheckResult {
  const rows = together(registerRows(operations), listRows(operations))
  const [found, byProcess] = [broken(rows, 'home'), broken(rows, 'process')]
  const first = found.find(({ later }) => later.operation.phase === 'steady') ?? found[0]
  return {
    check: 'sessions',
    valid: found.length > 0 ? false : rows.length === 0 ? 'unknown' : true,
    summary:
      found.length > 0
        ? `${found.length} times a session went back: ${named(found)}.`
        : rows.length === 0
          ? 'No read or write with a known version.'
          : `${rows.length} reads and writes: no session went back to an older version.`,
    witness: first === undefined ? null : witness(first),
    counts: 'linearizability',
    details: {
      checked: rows.length,
      ...Object.fromEntries(GUARANTEES.map((one) => [one, found.filter(({ guarantee }) => guarantee === one).length])),
      byProcess: tally(byProcess.map(({ guarantee }) => guarantee)),
      byNode: tally(found.map(({ later }) => later.operation.home)),
      violationsByPhase: violationsByPhase(new Set(found.map(({ later }) => later.operation))),
    },
  }
}

/** Lists and registers of the same name are different objects, so the numbers of lists follow those of registers. */
function together(registers: readonly SessionRow[], lists: readonly SessionRow[]): SessionRow[] {
  const first = registers.reduce((most, { key }) => Math.max(most, key + 1), 0)
  return [...registers, ...lists.map((row) => ({ ...row, key: first + row.key }))]
}

function broken(rows: readonly SessionRow[], session: SessionKind): Broken[] {
  const found = brokenGuarantees(sessionColumns(rows, session))
  return found.map(({ guarantee, earlier, later }) => ({ guarantee, earlier: rows[earlier]!, later: rows[later]! }))
}

function named(found: readonly Broken[]): string {
  const counts = tally(found.map(({ guarantee }) => guarantee))
  return Object.entries(counts)
    .map(([guarantee, count]) => `${count} against ${guarantee}`)
    .join(', ')
}

function witness({ guarantee, earlier, later }: Broken): Witness {
  const operations: Operation[] = [earlier.operation, later.operation]
  return {
    operations,
    explanation: [describe(earlier.operation), describe(later.operation), `Both are of the session at ${later.operation.home}, and the second has an older version of the same object.`, RULES[guarantee]],
    confirmed: earlier.operation.type === 'ok' && earlier.operation.ret < later.operation.call && earlier.operation.home === later.operation.home && later.high < earlier.low,
  }
}
