import { APPEND, FAIL, OK, READ, elementName, keyName, listOf } from './columns.ts'
import { endsWith, neitherBegins, requests, standsBefore, times } from './confirm-read.ts'
import type { Findings } from './finding.ts'
import { NOBODY, externalVersion, type VersionOrder } from './version-order.ts'
import { appended, readAs } from './words.ts'

/**
 * Anomalies that show in single reads:
 *
 * - `G1a`, aborted read: an element of a transaction that failed (Adya 1999, 3.1.2);
 * - `G1b`, intermediate read: the version read is not the last one that its transaction wrote (ibid.);
 * - `garbage-read`: an element that nobody asked to be appended;
 * - `duplicate-elements`: an element twice in one list, so one append took effect twice;
 * - `incompatible-order`: two lists of one key of which neither begins with the other (Elle, section 4.3.1);
 * - `dirty-update`: a committed append on top of an aborted one (ibid.).
 */
export function findReadAnomalies(order: VersionOrder, findings: Findings): void {
  const marks = marksOf(order)
  const odd = new Set(order.odd)
  const { history, owner, ambiguous } = order
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] !== READ || history.type[owner[op]!] !== OK) continue
    const k = history.key[op]!
    if (ambiguous[k] === 1) continue
    if (odd.has(op)) {
      findIncompatible(order, op, findings)
      findInList(order, op, findings)
    } else if (history.length[op]! > marks.first[k]!) findInList(order, op, findings)
    findIntermediate(order, op, odd.has(op), findings)
  }
  for (const k of marks.dirty) findDirtyUpdate(order, k, findings)
}

/** Per key the first position that must not be seen, so that the many faultless reads cost one comparison. */
function marksOf({ history, start, writer, trusted }: VersionOrder): { readonly first: Int32Array; readonly dirty: readonly number[] } {
  const first = new Int32Array(history.keys).fill(0x7fff_ffff)
  const dirty: number[] = []
  for (let k = 0; k < history.keys; k++) {
    const end = start[k + 1]! - start[k]!
    if (trusted[k]! < end) first[k] = trusted[k]!
    for (let p = 0; p < end; p++) {
      const t = writer[start[k]! + p]!
      if (t !== NOBODY && history.type[t] !== FAIL) continue
      first[k] = Math.min(first[k]!, p)
      if (t !== NOBODY) dirty.push(k)
      break
    }
  }
  return { first, dirty }
}

/** Looks at every element of one list: each kind of anomaly counts once a read. */
function findInList({ history, owner, appends }: VersionOrder, op: number, findings: Findings): void {
  const k = history.key[op]!
  const reader = owner[op]!
  const seen = new Set<number>()
  const found = new Set<string>()
  const add = (name: string, transactions: readonly number[], confirmed: () => boolean, ...explanation: string[]): void => {
    if (found.has(name)) return
    found.add(name)
    findings.add(name, () => ({ name, transactions, explanation, confirmed: confirmed() }))
  }
  for (const element of listOf(history, op)) {
    const append = appends.find(k, element)
    const what = elementName(history, element)
    if (seen.has(element)) {
      const others = append < 0 || owner[append] === reader ? [] : [owner[append]!]
      const twice = (): boolean => times(history, op, element) > 1 && requests(history, op, element) < 2
      add('duplicate-elements', [reader, ...others], twice, `T1 ${readAs(history, op)}, in which ${what} stands twice.`, `${what} was asked to be appended once.`)
    }
    seen.add(element)
    if (append < 0) {
      add('garbage-read', [reader], () => requests(history, op, element) === 0, `T1 ${readAs(history, op)}.`, `Nobody ever asked for ${what} to be appended to ${keyName(history, k)}.`)
    } else if (history.type[owner[append]!] === FAIL) {
      add(
        'G1a',
        [owner[append]!, reader],
        () => times(history, op, history.value[append]!) > 0 && requests(history, op, element) === 1,
        `T1 ${appended(history, append)}, and the store said that T1 did not happen.`,
        `T2 ${readAs(history, op)}, in which ${what} is.`,
        'What failed must never be seen (aborted read).',
      )
    }
  }
}

function findIncompatible({ history, owner, longest }: VersionOrder, op: number, findings: Findings): void {
  const other = longest[history.key[op]!]!
  findings.add('incompatible-order', () => ({
    name: 'incompatible-order',
    transactions: owner[other] === owner[op] ? [owner[op]!] : [owner[other]!, owner[op]!],
    explanation: [
      `T1 ${readAs(history, other)}.`,
      `${owner[other] === owner[op] ? 'T1 also' : 'T2'} ${readAs(history, op)}.`,
      'Elements are only ever added at the end, so the shorter list should be the beginning of the longer one.',
    ],
    confirmed: neitherBegins(history, other, op),
  }))
}

function findIntermediate(order: VersionOrder, op: number, isOdd: boolean, findings: Findings): void {
  const { history, owner } = order
  const append = isOdd ? lastForeign(order, op) : externalAppend(order, op)
  if (append < 0 || history.first[owner[append]! + 1]! === append + 1) return
  const later = laterAppend(history, append, owner[append]!, op)
  if (later < 0) return
  findings.add('G1b', () => ({
    name: 'G1b',
    transactions: [owner[append]!, owner[op]!],
    explanation: [
      `T1 ${appended(history, append)} and later ${appended(history, later)}, both in one transaction.`,
      `T2 ${readAs(history, op)}, where ${elementName(history, history.value[append]!)} is the last that T1 had appended.`,
      'A transaction must be seen whole or not at all (intermediate read).',
    ],
    confirmed: endsWith(history, op, owner[op]!, append) && times(history, op, history.value[later]!) === 0,
  }))
}

/** The append that made the version a read saw, when the read is a prefix of the order; -1 for the empty version. */
function externalAppend(order: VersionOrder, op: number): number {
  const version = externalVersion(order, op)
  return version === order.start[order.history.key[op]!]! ? -1 : order.append[version - 1]!
}

/** The append of the last element of a list that is not the reader's own, or -1. */
function lastForeign({ history, owner, appends }: VersionOrder, op: number): number {
  const elements = listOf(history, op)
  for (let last = elements.length - 1; last >= 0; last--) {
    const append = appends.find(history.key[op]!, elements[last]!)
    if (append < 0 || owner[append] !== owner[op]) return append
  }
  return -1
}

/** A later append of the same transaction to the same key that a list does not have, or -1. */
function laterAppend(history: VersionOrder['history'], append: number, t: number, read: number): number {
  for (let op = append + 1; op < history.first[t + 1]!; op++) {
    if (history.kind[op] === APPEND && history.key[op] === history.key[append] && times(history, read, history.value[op]!) === 0) return op
  }
  return -1
}

function findDirtyUpdate({ history, owner, start, longest, writer, appends }: VersionOrder, k: number, findings: Findings): void {
  const elements = listOf(history, longest[k]!)
  let aborted = -1
  for (let p = 0; p < elements.length; p++) {
    const t = writer[start[k]! + p]!
    if (t === NOBODY) continue
    if (history.type[t] === FAIL) aborted = p
    else if (aborted >= 0) {
      const [under, over] = [appends.find(k, elements[aborted]!), appends.find(k, elements[p]!)]
      return findings.add('dirty-update', () => ({
        name: 'dirty-update',
        transactions: [owner[under]!, owner[over]!, owner[longest[k]!]!],
        explanation: [
          `T1 ${appended(history, under)}, and the store said that T1 did not happen.`,
          `T2 ${appended(history, over)} and took effect.`,
          `T3 ${readAs(history, longest[k]!)}: T2 built on what T1 should not have left behind.`,
        ],
        confirmed: standsBefore(history, longest[k]!, under, over),
      }))
    }
  }
}
