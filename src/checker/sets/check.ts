import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { CheckInput, CheckResult, Witness } from '../../core/workload.ts'
import { contradicts } from '../confirm.ts'
import { describe } from '../describe.ts'
import { ascending, quantile } from '../sorted.ts'
import { lostBySide, tally, violationsByPhase } from '../tally.ts'
import { toMs } from '../time.ts'
import { setHistories, type SetHistory } from './columns.ts'
import { elementFates, fateOf, type ElementFate, type Fate } from './elements.ts'
import { growingConflict, growingSet } from './growing.ts'

/** One thing wrong with a set. */
interface Fault {
  readonly kind: 'lost' | 'stale' | 'resurrected' | 'duplicated' | 'neverAdded' | 'order'
  readonly element: Json
  readonly operations: readonly Operation[]
  readonly why: string
  /** Asked of what is shown alone: one answer takes as long as the reads are large. */
  readonly confirmed: () => boolean
}

/**
 * Sets to which unique elements are added and that are read whole, in the terms of Jepsen's `set-full`: what became of
 * every element, elements that an answer has twice or that nobody added, and how long it took until every read
 * showed an element. Beyond that, whether any order of adds and reads explains all answers, exactly.
 */
export function sets({ operations }: Pick<CheckInput, 'operations'>): CheckResult {
  const histories = [...setHistories(operations).values()]
  const all = histories.map((history) => ({ history, fates: elementFates(history) }))
  const faults = all.flatMap(({ history, fates }) => faultsOf(history, fates))
  const fates = tally(all.flatMap((one) => one.fates.map(fateOf)))
  const reads = histories.reduce((sum, { reads: own }) => sum + own.length, 0)
  const counts = tally(faults.map(({ kind }) => kind))
  const acknowledged = operations.filter(({ f, type }) => f === 'add' && type === 'ok')
  const lost = new Set(all.flatMap((one) => one.fates.filter((fate) => fateOf(fate) === 'lost').flatMap(({ element }) => one.history.adds[element]!)))
  return {
    check: 'set',
    valid: faults.length > 0 ? false : reads === 0 ? 'unknown' : true,
    summary: summary(counts, acknowledged.length, reads),
    witness: faults[0] === undefined ? null : witness(faults[0]),
    counts: 'linearizability',
    details: {
      reads,
      acknowledged: acknowledged.length,
      ...fateCounts(fates),
      resurrected: counts['resurrected'] ?? 0,
      duplicated: counts['duplicated'] ?? 0,
      neverAdded: counts['neverAdded'] ?? 0,
      ...stableFigures(all.flatMap((one) => one.fates)),
      lostBySide: lostBySide(acknowledged, [...lost].filter(({ type }) => type === 'ok')),
      violationsByPhase: violationsByPhase(new Set(faults.map(({ operations: own }) => own.at(-1)!))),
    },
  }
}

function fateCounts(fates: { readonly [fate: string]: number }): { readonly [fate in Exclude<Fate, 'unknown'>]: number } {
  return { stable: fates['stable'] ?? 0, stale: fates['stale'] ?? 0, lost: fates['lost'] ?? 0, neverRead: fates['neverRead'] ?? 0 }
}

/** Time from when an element was known until the last read that missed it was called: 0 when none did. */
function stableFigures(fates: readonly ElementFate[]): { readonly [name: string]: number | null } {
  const seen = fates.filter((fate) => fateOf(fate) === 'stable' || fateOf(fate) === 'stale')
  const times = ascending(seen.map(({ known, lastMissing }) => toMs(lastMissing === null ? 0 : lastMissing.operation.call - known)))
  return { stableAfterP50Ms: quantile(times, 0.5), stableAfterP99Ms: quantile(times, 0.99), stableAfterMaxMs: times.at(-1) ?? null }
}

function summary(counts: { readonly [kind: string]: number }, acknowledged: number, reads: number): string {
  if (reads === 0) return 'No read of a set was answered.'
  if (Object.keys(counts).length === 0) return `${reads} reads show every one of ${acknowledged} acknowledged elements from its acknowledgement on.`
  const words = { lost: 'lost', stale: 'seen late', resurrected: 'gone and back', duplicated: 'there twice', neverAdded: 'never added', order: 'in no possible order' }
  const found = Object.entries(words).flatMap(([kind, word]) => (counts[kind] === undefined ? [] : [`${counts[kind]} ${word}`]))
  return `Of ${acknowledged} acknowledged elements and ${reads} reads: ${found.join(', ')}.`
}

/** In the order of what weighs most. */
function faultsOf(history: SetHistory, fates: readonly ElementFate[]): Fault[] {
  const byElement = fates.flatMap((fate) => fateFaults(history, fate))
  const inReads = readFaults(history)
  const found = [...byElement.filter(({ kind }) => kind === 'lost'), ...inReads, ...byElement.filter(({ kind }) => kind !== 'lost')]
  return found.length > 0 ? found : orderFault(history)
}

function fateFaults({ elements, adds }: SetHistory, fate: ElementFate): Fault[] {
  const element = elements[fate.element]!
  const kind = fateOf(fate)
  const found: Fault[] = []
  if (fate.resurrected !== null) {
    const operations = fate.resurrected.map(({ operation }) => operation)
    const why = 'It was seen, then it was not, then it was seen again: nobody takes elements out of this set.'
    found.push({ kind: 'resurrected', element, operations, why, confirmed: () => confirms([...requests(adds[fate.element]!), ...operations], [element]) })
  }
  if (kind === 'lost' || kind === 'stale') {
    const read = fate.lastMissing!.operation
    const operations = [...new Set([...requests(adds[fate.element]!), fate.by!, read])].sort((a, b) => a.call - b.call)
    const later = kind === 'lost' ? 'No later read shows it: it is lost.' : 'A later read shows it: this one was stale.'
    found.push({ kind, element, operations, why: `It does not show the element, which had been known before it was called. ${later}`, confirmed: () => confirms(operations, [element]) })
  }
  return found
}

function readFaults({ reads, adds, elements }: SetHistory): Fault[] {
  const found: Fault[] = []
  const reported = new Set<number>()
  for (const { operation, elements: shown, repeated } of reads) {
    for (const one of repeated) {
      found.push({ kind: 'duplicated', element: elements[one]!, operations: [operation], why: 'A set has every element once; this answer has it more than once.', confirmed: () => times(operation, elements[one]!) > 1 })
    }
    for (const one of shown) {
      const tried = requests(adds[one]!)
      if (reported.has(one) || tried.some(({ call }) => call <= operation.ret)) continue
      reported.add(one)
      const operations = [...adds[one]!, operation].sort((a, b) => a.call - b.call)
      const refused = adds[one]!.some(({ type }) => type === 'fail')
      const why = tried.length > 0 ? 'It was asked to be added only later.' : refused ? 'Its add had failed, so it must never be seen.' : 'Nobody ever asked for it to be added.'
      found.push({ kind: 'neverAdded', element: elements[one]!, operations, why, confirmed: () => confirms([...tried, operation], [elements[one]!]) })
    }
  }
  return found
}

/** Only when nothing simpler is wrong: answers that no order explains. */
function orderFault(history: SetHistory): Fault[] {
  const conflict = growingConflict(history)
  if (conflict === null) return []
  const elements = conflict.elements.map((element) => history.elements[element]!)
  const why =
    conflict.kind === 'incomparable'
      ? 'Each of the two reads has an element that the other does not have; a set that only grows can never have looked like both.'
      : 'No order of these operations that keeps real time gives these answers.'
  return [{ kind: 'order', element: elements[0] ?? null, operations: conflict.operations, why, confirmed: () => confirms(conflict.operations, elements) }]
}

function times({ result }: Operation, element: Json): number {
  const name = JSON.stringify(element)
  return (result as readonly Json[]).filter((value) => JSON.stringify(value) === name).length
}

function requests(adds: readonly Operation[]): Operation[] {
  return adds.filter(({ type }) => type !== 'fail')
}

function confirms(operations: readonly Operation[], elements: readonly Json[]): boolean {
  return contradicts([...new Set(operations)], growingSet(new Set(elements.map((element) => JSON.stringify(element)))))
}

function witness({ element, operations, why, confirmed }: Fault): Witness {
  return { operations, explanation: [`About element ${JSON.stringify(element)}:`, ...operations.map(describe), why], confirmed: confirmed() }
}
