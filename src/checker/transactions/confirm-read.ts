import { APPEND, listOf, type TxnColumns } from './columns.ts'

/*
 * Second looks at single reads, in the raw answers and requests alone, without the order of versions.
 */

/** The element that an append brought is the last one of a list, apart from what the reader had appended itself. */
export function endsWith(history: TxnColumns, read: number, reader: number, append: number): boolean {
  const own = new Set<number>()
  for (let op = history.first[reader]!; op < history.first[reader + 1]!; op++) {
    if (history.kind[op] === APPEND && history.key[op] === history.key[read]) own.add(history.value[op]!)
  }
  const last = listOf(history, read).findLast((element) => !own.has(element))
  return last === history.value[append] && history.key[read] === history.key[append]
}

/** Of two lists of one key neither begins with the other. */
export function neitherBegins(history: TxnColumns, a: number, b: number): boolean {
  const [one, other] = [listOf(history, a), listOf(history, b)]
  return history.key[a] === history.key[b] && one.subarray(0, other.length).some((element, i) => element !== other[i])
}

/** In a list the element of `first` stands, and that of `second` after it. */
export function standsBefore(history: TxnColumns, read: number, first: number, second: number): boolean {
  const elements = listOf(history, read)
  const place = elements.indexOf(history.value[first]!)
  return place >= 0 && elements.indexOf(history.value[second]!) > place
}

/** How many requests there were to append an element to the key of a read. */
export function requests(history: TxnColumns, read: number, element: number): number {
  let count = 0
  for (let op = 0; op < history.kind.length; op++) {
    if (history.kind[op] === APPEND && history.value[op] === element && history.key[op] === history.key[read]) count++
  }
  return count
}

/** How often an element stands in a list. */
export function times(history: TxnColumns, read: number, element: number): number {
  return listOf(history, read).reduce((count, one) => count + (one === element ? 1 : 0), 0)
}
