import { elementName, keyName, listOf, type TxnColumns } from './columns.ts'

/** Elements of a list that are written out at its end; of longer lists the beginning is left out. */
const MOST = 12

/** A list as it stands in a sentence: `[1 3]`. */
export function list(history: TxnColumns, read: number): string {
  const elements = listOf(history, read)
  const shown = Array.from(elements.slice(-MOST), (element) => elementName(history, element)).join(' ')
  return elements.length > MOST ? `[… ${shown}]` : `[${shown}]`
}

/** `read x as [1 3]`. */
export function readAs(history: TxnColumns, read: number): string {
  return `read ${keyName(history, history.key[read]!)} as ${list(history, read)}`
}

/** `appended 3 to x`. */
export function appended(history: TxnColumns, append: number): string {
  return `appended ${elementName(history, history.value[append]!)} to ${keyName(history, history.key[append]!)}`
}
