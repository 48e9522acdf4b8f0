import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import { identity } from '../models/model.ts'

/** The operations on one set, elements as numbers. */
export interface SetHistory {
  readonly elements: readonly Json[]
  /** Every request to add element `e`, failed ones too. */
  readonly adds: readonly (readonly Operation[])[]
  /** Answered reads in order of call. */
  readonly reads: readonly SetRead[]
}

export interface SetRead {
  readonly operation: Operation
  /** Each element once. */
  readonly elements: Int32Array
  /** Elements that the answer has more than once. */
  readonly repeated: readonly number[]
}

/** The sets of a history by key: `add` with an element as its value, `read` with an array as its answer. */
export function setHistories(operations: readonly Operation[]): Map<string, SetHistory> {
  const own = operations.filter(({ f }) => f === 'add' || f === 'read')
  return new Map([...Map.groupBy(own, ({ key }) => key ?? '')].map(([key, group]) => [key, setHistory(group)]))
}

function setHistory(operations: readonly Operation[]): SetHistory {
  const numbers = new Map<string | number, number>()
  const elements: Json[] = []
  const adds: Operation[][] = []
  const numberOf = (value: Json): number => {
    const id = identity(value)
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, elements.length)
    adds.push([])
    return elements.push(value) - 1
  }
  for (const operation of operations) if (operation.f === 'add') adds[numberOf(operation.value)]!.push(operation)
  const answered = operations.filter(({ f, type }) => f === 'read' && type === 'ok')
  answered.sort((a, b) => a.call - b.call || a.index - b.index)
  const reads = answered.map((operation) => setRead(operation, numberOf))
  return { elements, adds, reads }
}

function setRead(operation: Operation, numberOf: (value: Json) => number): SetRead {
  const answer = operation.result ?? []
  if (!Array.isArray(answer)) throw new TypeError(`operation ${operation.index}: the read of a set must answer an array`)
  const seen = new Set<number>()
  const repeated = new Set<number>()
  for (const value of answer as readonly Json[]) {
    const element = numberOf(value)
    if (seen.has(element)) repeated.add(element)
    seen.add(element)
  }
  return { operation, elements: Int32Array.from(seen), repeated: [...repeated] }
}
