import type { Json } from '../core/json.ts'
import type { CheckResult, Witness } from '../core/workload.ts'
import { bankFacts, bankReadsOf, type BankFacts, type BankInput, type BankRead } from './bank-history.ts'
import { describe } from './describe.ts'
import { violationsByPhase } from './tally.ts'
import { toMs } from './time.ts'

type Fault = 'wrong-total' | 'missing-account' | 'unknown-account' | 'negative-balance'

interface Finding {
  readonly fault: Fault
  /** Units of money, or number of accounts. */
  readonly by: number
  readonly read: BankRead
}

/**
 * Every atomic read must show all accounts, none overdrawn, and the total that transfers cannot change.
 * Counts against C only where transfer and read are single atomic steps of the store (CAP definition 4.1);
 * otherwise a wrong total is a finding about isolation.
 *
 * A right total proves little: a transfer that is lost whole keeps it (see `bankLedger`).
 */
export function bankTotal({ operations, lane }: BankInput): CheckResult {
  const facts = bankFacts(lane)
  const reads = bankReadsOf(operations)
  const findings = reads.flatMap((read) => inspect(read, facts))
  const bad = new Set(findings.map(({ read }) => read.operation))
  return {
    check: 'bank total',
    valid: findings.length === 0,
    summary:
      findings.length === 0
        ? `All ${reads.length} reads show the total of ${facts.total} and no overdraft.`
        : `${bad.size} of ${reads.length} reads break an invariant: ${faults(findings)}.`,
    witness: findings.length === 0 ? null : witness(findings, facts),
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: { reads: reads.length, badReads: bad.size, errors: figures(findings), violationsByPhase: violationsByPhase(bad) },
  }
}

function inspect(read: BankRead, facts: BankFacts): Finding[] {
  const findings: Finding[] = []
  const add = (fault: Fault, by: number): void => void findings.push({ fault, by, read })
  const missing = facts.accounts.filter((account) => !read.balances.has(account)).length
  // Accounts that are both known and there are counted once on either side.
  const extra = read.balances.size - (new Set(facts.accounts).size - missing)
  const values = [...read.balances.values()]
  const sum = values.reduce((total, balance) => total + balance, 0)
  const lowest = values.reduce((least, balance) => Math.min(least, balance), 0)
  if (missing > 0) add('missing-account', missing)
  if (extra > 0) add('unknown-account', extra)
  if (lowest < 0) add('negative-balance', -lowest)
  if (sum !== facts.total) add('wrong-total', Math.abs(sum - facts.total))
  return findings
}

/** Count, first, worst and last of each fault, after the example of Jepsen's bank test. */
function figures(findings: readonly Finding[]): { readonly [fault: string]: Json } {
  const groups = Map.groupBy(findings, ({ fault }) => fault)
  return Object.fromEntries(
    [...groups].map(([fault, group]) => [
      fault,
      { count: group.length, first: sample(group[0]!), worst: sample(worst(group)), last: sample(group.at(-1)!) },
    ]),
  )
}

function sample({ read, by }: Finding): Json {
  return { operation: read.operation.index, node: read.operation.node, atMs: toMs(read.operation.call), by }
}

function worst(findings: readonly Finding[]): Finding {
  return findings.reduce((most, finding) => (finding.by > most.by ? finding : most))
}

function faults(findings: readonly Finding[]): string {
  return [...Map.groupBy(findings, ({ fault }) => fault)].map(([fault, group]) => `${fault} ${group.length}`).join(', ')
}

/** One read is the whole witness, since no order of transfers explains it. */
function witness(findings: readonly Finding[], facts: BankFacts): Witness {
  const { read, fault, by } = worst(findings.filter((finding) => finding.fault === findings[0]!.fault))
  const said = {
    'wrong-total': `Transfers move money and never make any, so the total is always ${facts.total}; this one is off by ${by}.`,
    'missing-account': `Accounts are never removed, yet ${by} of ${facts.accounts.length} are missing.`,
    'unknown-account': `${by} accounts appear that were never opened.`,
    'negative-balance': `A transfer is refused when funds do not suffice, yet an account is overdrawn by ${by}.`,
  }[fault]
  return {
    operations: [read.operation],
    explanation: [describe(read.operation), said, 'So no order of whole transfers explains this read.'],
    confirmed: broken(read, facts),
  }
}

/** Second routine: adds up each account's distance from where it began instead of the balances. */
function broken({ balances }: BankRead, { accounts, initial }: BankFacts): boolean {
  if (balances.size !== accounts.length) return true
  let drift = 0
  for (const account of accounts) {
    const balance = balances.get(account)
    if (balance === undefined || balance < 0) return true
    drift += balance - initial
  }
  return drift !== 0
}
