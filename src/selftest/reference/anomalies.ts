import type { Micro, Txn } from '../generate/txn.ts'

/** The lists that acknowledged transactions read, with where they stand. */
export interface Read {
  readonly txn: Txn
  /** Place among the steps of its transaction. */
  readonly at: number
  readonly key: string
  readonly list: readonly number[]
}

/** All answered reads. */
export function readsOf(history: readonly Txn[]): Read[] {
  return history
    .filter(({ type }) => type === 'ok')
    .flatMap((txn) => txn.ops.flatMap(({ f, key, value }, at) => (f === 'r' && value !== null ? [{ txn, at, key, list: value as readonly number[] }] : [])))
}

/** Who appended an element to a key; each element is appended once by request. */
export function writerOf(history: readonly Txn[], key: string, element: number): Txn | undefined {
  return history.find(({ ops }) => ops.some((op) => op.f === 'append' && op.key === key && op.value === element))
}

export function appendsOf({ ops }: Txn, key: string): number[] {
  return ops.filter((op) => op.f === 'append' && op.key === key).map(({ value }) => value as number)
}

/** Is the one list the beginning of the other? */
export function isPrefix(short: readonly number[], long: readonly number[]): boolean {
  return short.every((element, i) => long[i] === element)
}

/** The first of the longest lists that were read of a key. */
export function longestRead(reads: readonly Read[], key: string): readonly number[] {
  return reads.filter((read) => read.key === key).reduce<readonly number[]>((most, { list }) => (list.length > most.length ? list : most), [])
}

/** The anomalies that show in single reads or transactions, by their definitions (see read-anomalies.ts and txn-anomalies.ts of the checker). */
export function plainAnomalies(history: readonly Txn[]): Set<string> {
  const reads = readsOf(history)
  const found = new Set<string>()
  for (const read of reads) {
    const writers = read.list.map((element) => writerOf(history, read.key, element))
    if (writers.some((writer) => writer === undefined)) found.add('garbage-read')
    if (writers.some((writer) => writer?.type === 'fail')) found.add('G1a')
    if (new Set(read.list).size < read.list.length) found.add('duplicate-elements')
    if (reads.some((other) => other.key === read.key && !isPrefix(read.list, other.list) && !isPrefix(other.list, read.list))) found.add('incompatible-order')
    if (isIntermediate(history, read)) found.add('G1b')
  }
  for (const key of keysOf(history)) if (isDirty(history, longestRead(reads, key), key)) found.add('dirty-update')
  for (const txn of history) if (txn.type !== 'fail') for (const name of insideOf(txn, reads)) found.add(name)
  if (hasLostUpdate(history)) found.add('lost-update')
  return found
}

export function keysOf(history: readonly Txn[]): string[] {
  return [...new Set(history.flatMap(({ ops }) => ops.map(({ key }) => key)))]
}

/** The last element that is not the reader's own is from a transaction that later appended something which is not there. */
function isIntermediate(history: readonly Txn[], { txn, key, list }: Read): boolean {
  const last = list.findLast((element) => writerOf(history, key, element) !== txn)
  const writer = last === undefined ? undefined : writerOf(history, key, last)
  if (writer === undefined) return false
  const own = appendsOf(writer, key)
  return own.slice(own.indexOf(last!) + 1).some((later) => !list.includes(later))
}

/** Something that took effect stands after something that failed. */
function isDirty(history: readonly Txn[], list: readonly number[], key: string): boolean {
  const writers = list.map((element) => writerOf(history, key, element))
  const failed = writers.findIndex((writer) => writer?.type === 'fail')
  return failed >= 0 && writers.slice(failed).some((writer) => writer !== undefined && writer.type !== 'fail')
}

/** What contradicts within one transaction. */
function insideOf({ ops, type }: Txn, reads: readonly Read[]): string[] {
  const found: string[] = []
  ops.forEach(({ f, key, value }, at) => {
    const before = ops.slice(0, at).filter((op) => op.key === key)
    const lastRead = type === 'ok' ? before.findLastIndex((op) => op.f === 'r' && op.value !== null) : -1
    const known = lastRead < 0 ? null : (before[lastRead]!.value as readonly number[])
    const own = before.slice(lastRead + 1).filter((op) => op.f === 'append').map((op) => op.value as number)
    if (f === 'r' && type === 'ok' && value !== null && before.length > 0 && !follows(value as readonly number[], known, own)) found.push('internal')
    if (f === 'append' && known?.includes(value as number) === true) found.push('future-read')
    const previous = before.findLast((op) => op.f === 'append')?.value as number | undefined
    if (f === 'append' && previous !== undefined) {
      const list = longestRead(reads, key)
      const place = list.indexOf(value as number)
      if (place >= 0 && !list.slice(0, place).includes(previous)) found.push('incompatible-order')
    }
  })
  return found
}

function follows(list: readonly number[], known: readonly number[] | null, own: readonly number[]): boolean {
  const base = list.slice(0, Math.max(0, list.length - own.length))
  return String(list.slice(base.length)) === String(own) && (known === null || String(base) === String(known))
}

/** Two transactions read the same version of a key before their first append to it. */
function hasLostUpdate(history: readonly Txn[]): boolean {
  const built = history.flatMap(({ ops, type }) =>
    type !== 'ok'
      ? []
      : [...new Set(ops.map(({ key }) => key))].flatMap((key) => {
          const read = versionBuiltOn(ops.filter((op) => op.key === key))
          return read === null ? [] : [`${key} ${String(read)}`]
        }),
  )
  return new Set(built).size < built.length
}

function versionBuiltOn(ops: readonly Micro[]): readonly number[] | null {
  const first = ops.findIndex(({ f }) => f === 'append')
  const before = ops[first - 1]
  return first < 1 || before === undefined ? null : (before.value as readonly number[] | null)
}
