import { APPEND, FAIL, READ, keyName, listOf, type TxnColumns } from './columns.ts'
import { standsBefore, times } from './confirm-read.ts'
import type { Findings } from './finding.ts'
import type { VersionOrder } from './version-order.ts'
import { appended, readAs } from './words.ts'

/**
 * Anomalies that show inside transactions that may have happened:
 *
 * - `internal`: a read disagrees with what its own transaction had read and appended before (Elle, section 4.3.1);
 * - `incompatible-order`: a list has what a transaction appended, but not in the order in which it did, or not all before;
 * - `future-read`: a read shows what its own transaction appended only later;
 * - `lost-update`: two transactions read the same version of a key and both appended to it (Berenson et al. 1995, P4).
 *   Whichever came second overwrote a version it had not seen.
 */
export function findTxnAnomalies(order: VersionOrder, findings: Findings): void {
  const { history, start, trusted, ambiguous } = order
  const memory = new KeyMemory(history.keys)
  /** The first transaction, plus one, that read a version and appended: `start[k] + k` is the empty version of key k. */
  const updater = new Int32Array(start[history.keys]! + history.keys)
  for (let t = 0; t < history.count; t++) {
    if (history.type[t] === FAIL || history.first[t + 1]! - history.first[t]! < 2) continue
    for (let op = history.first[t]!; op < history.first[t + 1]!; op++) {
      const k = history.key[op]!
      memory.visit(k, t)
      if (history.kind[op] === READ) {
        if (memory.touched(k)) findInternal(history, t, op, memory.lastRead(k), findings)
        memory.read(k, op)
      } else if (history.kind[op] === APPEND && ambiguous[k] === 0) {
        findFutureRead(order, t, memory.lastRead(k), op, findings)
        findTorn(order, memory.lastAppend(k), op, findings)
        const read = memory.append(k, op)
        if (read < 0 || history.length[read]! > trusted[k]!) continue
        const slot = start[k]! + k + history.length[read]!
        if (updater[slot] === 0) updater[slot] = t + 1
        else addLostUpdate(history, updater[slot]! - 1, t, k, read, op, findings)
      }
    }
  }
}

/** What the transaction at hand has done to each key so far. Stamps save clearing it for every transaction. */
class KeyMemory {
  private readonly stamp: Int32Array
  private readonly readOp: Int32Array
  private readonly appendOp: Int32Array
  /** 0 untouched, 1 only read, 2 appended to. */
  private readonly state: Uint8Array

  constructor(keys: number) {
    this.stamp = new Int32Array(keys).fill(-1)
    this.readOp = new Int32Array(keys)
    this.appendOp = new Int32Array(keys)
    this.state = new Uint8Array(keys)
  }

  visit(key: number, t: number): void {
    if (this.stamp[key] === t) return
    this.stamp[key] = t
    this.readOp[key] = -1
    this.appendOp[key] = -1
    this.state[key] = 0
  }

  touched(key: number): boolean {
    return this.state[key] !== 0
  }

  lastRead(key: number): number {
    return this.readOp[key]!
  }

  lastAppend(key: number): number {
    return this.appendOp[key]!
  }

  read(key: number, op: number): void {
    this.readOp[key] = op
    if (this.state[key] === 0) this.state[key] = 1
  }

  /** The read that this first append of the transaction to the key builds on; -1 when there is none. */
  append(key: number, op: number): number {
    const read = this.state[key] === 1 ? this.readOp[key]! : -1
    this.state[key] = 2
    this.appendOp[key] = op
    return read
  }
}

/** Compares a read with the list read before in its transaction plus the transaction's appends since. */
function findInternal(history: TxnColumns, t: number, op: number, before: number, findings: Findings): void {
  const own: number[] = []
  for (let other = before < 0 ? history.first[t]! : before + 1; other < op; other++) {
    if (history.kind[other] === APPEND && history.key[other] === history.key[op]) own.push(history.value[other]!)
  }
  const got = listOf(history, op)
  const base = got.length - own.length
  const fits = base >= 0 && own.every((element, i) => got[base + i] === element) && (before < 0 || startsAs(history, op, before, base))
  if (fits) return
  findings.add('internal', () => ({
    name: 'internal',
    transactions: [t],
    explanation: [
      ...(before < 0 ? [] : [`T1 first ${readAs(history, before)}.`]),
      ...(own.length === 0 ? [] : [`T1 then appended ${own.length === 1 ? 'an element' : `${own.length} elements`} to ${keyName(history, history.key[op]!)} itself.`]),
      `Then T1 ${readAs(history, op)}, which does not follow from that.`,
    ],
    confirmed: true,
  }))
}

function findFutureRead({ history, position, trusted }: VersionOrder, t: number, read: number, append: number, findings: Findings): void {
  if (read < 0) return
  const k = history.key[append]!
  const certain = history.length[read]! <= trusted[k]!
  if (certain ? position[append] === -1 || position[append]! >= history.length[read]! : !listOf(history, read).includes(history.value[append]!)) return
  findings.add('future-read', () => ({
    name: 'future-read',
    transactions: [t],
    explanation: [`T1 ${readAs(history, read)}.`, `Only after that T1 itself ${appended(history, append)}.`],
    confirmed: listOf(history, read).includes(history.value[append]!),
  }))
}

function findTorn({ history, owner, position, longest }: VersionOrder, before: number, append: number, findings: Findings): void {
  if (before < 0 || position[append] === -1 || (position[before] !== -1 && position[before]! < position[append]!)) return
  const read = longest[history.key[append]!]!
  findings.add('incompatible-order', () => ({
    name: 'incompatible-order',
    transactions: owner[read] === owner[append] ? [owner[append]!] : [owner[append]!, owner[read]!],
    explanation: [
      `T1 ${appended(history, before)} and then ${appended(history, append)}.`,
      `${owner[read] === owner[append] ? 'T1' : 'T2'} ${readAs(history, read)}, where the first of the two does not stand before the second.`,
    ],
    confirmed: times(history, read, history.value[append]!) > 0 && !standsBefore(history, read, before, append),
  }))
}

function startsAs(history: TxnColumns, op: number, before: number, length: number): boolean {
  const [got, expected] = [listOf(history, op), listOf(history, before)]
  return expected.length === length && expected.every((element, i) => got[i] === element)
}

function addLostUpdate(history: TxnColumns, first: number, second: number, k: number, read: number, append: number, findings: Findings): void {
  findings.add('lost-update', () => {
    const [otherRead, otherAppend] = updateOf(history, first, k)
    return {
      name: 'lost-update',
      transactions: [first, second],
      explanation: [
        `T1 ${readAs(history, otherRead)} and ${appended(history, otherAppend)}.`,
        `T2 ${readAs(history, read)} and ${appended(history, append)}.`,
        `Both were acknowledged, and both built on the same version of ${keyName(history, k)}: whichever came second overwrote an append it had not seen.`,
      ],
      confirmed: listOf(history, otherRead).join() === listOf(history, read).join(),
    }
  })
}

/** The last read of a key before a transaction's first append to it, and that append. */
function updateOf(history: TxnColumns, t: number, k: number): [number, number] {
  let read = -1
  for (let op = history.first[t]!; op < history.first[t + 1]!; op++) {
    if (history.key[op] !== k) continue
    if (history.kind[op] === READ) read = op
    else if (history.kind[op] === APPEND) return [read, op]
  }
  return [read, -1]
}
