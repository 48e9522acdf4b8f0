import type { Operation } from '../core/event.ts'
import type { CheckResult, Witness } from '../core/workload.ts'
import { bankReadsOf, transfersOf, type BankInput, type BankRead, type Transfer } from './bank-history.ts'
import { contradicts } from './confirm.ts'
import { describe } from './describe.ts'
import { risingVersion } from './rising-version.ts'
import { ascending, quantile } from './sorted.ts'
import { violationsByPhase } from './tally.ts'
import { toMs, wholeMs } from './time.ts'
import { versionFloor, type Told, type VersionFloor } from './version-floor.ts'

/** One account in one read that shows less than somebody had been told before the read began. */
export interface StaleAccount {
  readonly kind: 'stale' | 'backwards'
  readonly account: string
  readonly read: Operation
  /** Version shown. */
  readonly shown: number
  /** The newest answer that the read missed. */
  readonly missed: Told
  /** Versions between the one shown and the newest one told. */
  readonly behind: number
  /** Nanoseconds since the first answer that the read missed. */
  readonly age: number
}

/**
 * Stale bank reads, by version numbers: a read that was called after a transfer had been acknowledged must show at
 * least that transfer's version of each account it touched (`stale`), and no less than an earlier read had shown
 * (`backwards`). Staleness is the time from the first missed acknowledgement to the call of the read.
 * Stores without versions cannot be checked so; the result then says that it does not apply.
 */
export function bankStale({ operations, lane }: BankInput): CheckResult {
  const transfers = transfersOf(operations).filter(({ operation }) => operation.type === 'ok')
  const reads = bankReadsOf(operations)
  if (!reads.some(({ versions }) => versions.size > 0)) return notApplicable(reads.length)
  const found = staleAccounts(transfers, reads)
  const staleReads = new Set(found.map(({ read }) => read))
  const worst = found.reduce<StaleAccount | null>((most, one) => (most === null || one.age > most.age ? one : most), null)
  return {
    check: 'bank stale reads',
    valid: worst === null,
    summary:
      worst === null
        ? `All ${reads.length} reads are at least as new as what had been acknowledged before them.`
        : `${staleReads.size} of ${reads.length} reads are older than what had been acknowledged before them, by up to ${wholeMs(worst.age)} ms.`,
    witness: worst === null ? null : witness(worst),
    counts: lane.atomic ? 'linearizability' : 'impact',
    details: {
      applicable: true,
      reads: reads.length,
      stale: new Set(found.filter(({ kind }) => kind === 'stale').map(({ read }) => read)).size,
      backwards: new Set(found.filter(({ kind }) => kind === 'backwards').map(({ read }) => read)).size,
      staleMs: spread(found, ({ age }) => toMs(age)),
      staleVersions: spread(found, ({ behind }) => behind),
      violationsByPhase: violationsByPhase(staleReads),
    },
  }
}

/** Every account of every read that is too old; an account already stale is not reported as backwards too. */
export function staleAccounts(acknowledged: readonly Transfer[], reads: readonly BankRead[]): StaleAccount[] {
  const acks = floors(acknowledged)
  const seen = floors(reads)
  return reads.flatMap((read) =>
    [...read.versions].flatMap(
      ([account, shown]) => older('stale', read, account, shown, acks.get(account)) ?? older('backwards', read, account, shown, seen.get(account)) ?? [],
    ),
  )
}

function floors(told: readonly (Transfer | BankRead)[]): Map<string, VersionFloor> {
  const byAccount = new Map<string, Told[]>()
  for (const { operation, versions } of told) {
    for (const [account, version] of versions) {
      const list = byAccount.get(account)
      if (list === undefined) byAccount.set(account, [{ version, operation }])
      else list.push({ version, operation })
    }
  }
  return new Map([...byAccount].map(([account, list]) => [account, versionFloor(list)]))
}

function older(kind: StaleAccount['kind'], { operation }: BankRead, account: string, shown: number, floor: VersionFloor | undefined): StaleAccount | null {
  const first = floor?.firstAbove(shown) ?? null
  if (floor === undefined || first === null || first.operation.ret >= operation.call) return null
  const missed = floor.highest(operation.call)!
  return { kind, account, read: operation, shown, missed, behind: missed.version - shown, age: operation.call - first.operation.ret }
}

function spread(found: readonly StaleAccount[], figure: (one: StaleAccount) => number): { readonly max: number | null; readonly p50: number | null } {
  const sorted = ascending(found.map(figure))
  return { max: sorted.at(-1) ?? null, p50: quantile(sorted, 0.5) }
}

function witness({ account, read, shown, missed }: StaleAccount): Witness {
  const operations = [missed.operation, read]
  return {
    operations,
    explanation: [
      describe(missed.operation),
      `With that answer account ${account} had reached version ${missed.version}.`,
      describe(read),
      `This read was called ${toMs(read.call - missed.operation.ret)} ms later and shows version ${shown} of ${account}.`,
    ],
    confirmed: contradicts(operations, risingVersion(account)),
  }
}

function notApplicable(reads: number): CheckResult {
  return {
    check: 'bank stale reads',
    valid: true,
    summary: 'Does not apply: the store gave no versions with its reads.',
    witness: null,
    counts: 'impact',
    details: { applicable: false, reads },
  }
}
