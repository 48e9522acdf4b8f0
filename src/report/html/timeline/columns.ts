import type { Operation } from '../../../core/event.ts'
import { formatCount, formatJson } from '../../format.ts'
import { TextTable } from './text-table.ts'

/** Characters of a value or an answer that the page carries along; the history has the rest. */
const LONGEST = 240

/** Says that an operation never came to a known end. */
const NO_END = '-'

/**
 * Operations as columns of words parted by spaces, which is several times shorter than JSON objects.
 * Numbers are in base 36; times are whole microseconds, calls as the difference to the call before.
 */
export interface Columns {
  /** What many operations share: home, node, side, f, phase, outcome. */
  readonly kinds: readonly (readonly string[])[]
  readonly templates: readonly string[]
  /** Place in `kinds`. */
  readonly kind: string
  /** Position in the history, as the difference to the one before. */
  readonly index: string
  readonly call: string
  /** From call to the end as the client saw it; `-` when there was none. */
  readonly took: string
  readonly process: string
  /** Words of a {@link TextTable}; `=` for an answer equal to the value. */
  readonly key: string
  readonly value: string
  readonly result: string
  /** Error, note and number of the probe. */
  readonly remark: string
}

/** Packs operations that are sorted by call. Text beyond a limit is cut, which the text then says. */
export function packColumns(operations: readonly Operation[]): Columns {
  const kinds = new Map<string, number>()
  const texts = new TextTable()
  let [index, call] = [0, 0]
  const columns = operations.map((operation) => {
    const { home, node, side, f, phase, type } = operation
    const name = JSON.stringify([home, node, side, f, phase, type])
    const kind = kinds.get(name) ?? kinds.size
    kinds.set(name, kind)
    const at = Math.round(operation.call / 1000)
    const [afterIndex, afterCall] = [operation.index - index, at - call]
    ;[index, call] = [operation.index, at]
    const value = textOf(operation.value)
    const result = textOf(operation.result ?? null)
    return {
      kind: word(kind),
      index: word(afterIndex),
      call: word(afterCall),
      took: Number.isFinite(operation.end) ? word(Math.round(operation.end / 1000) - at) : NO_END,
      process: word(operation.process),
      key: texts.word(operation.key ?? ''),
      value: texts.word(value),
      result: result !== '' && result === value ? '=' : texts.word(result),
      remark: texts.word(remarkOf(operation)),
    }
  })
  const column = (of: keyof (typeof columns)[number]) => columns.map((each) => each[of]).join(' ')
  return {
    kinds: [...kinds.keys()].map((each) => JSON.parse(each) as string[]),
    templates: texts.templates,
    kind: column('kind'),
    index: column('index'),
    call: column('call'),
    took: column('took'),
    process: column('process'),
    key: column('key'),
    value: column('value'),
    result: column('result'),
    remark: column('remark'),
  }
}

function word(value: number): string {
  return value.toString(36)
}

function textOf(value: Operation['value']): string {
  if (value === null) return ''
  const text = formatJson(value, Infinity)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${formatCount(text.length)} characters in all)`
}

function remarkOf({ error, note, probe, unbounded }: Operation): string {
  const parts = [
    ...(error === undefined ? [] : [error.message === '' || error.message === error.code ? error.code : `${error.code}: ${textOf(error.message)}`]),
    ...(note === undefined ? [] : [note]),
    ...(probe === undefined ? [] : [`probe ${probe}`]),
    ...(unbounded === undefined ? [] : ['waits without a deadline']),
  ]
  return parts.join('; ')
}
