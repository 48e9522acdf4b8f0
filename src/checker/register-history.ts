import type { Operation } from '../core/event.ts'
import type { Json } from '../core/json.ts'
import { ascending, countAtMost, countBelow, partition } from './sorted.ts'

/** What a value that was read has been superseded by. */
export interface Superseded {
  /** The first acknowledged write that shows the value to be old. */
  readonly by: Operation
  /** At least this many acknowledged writes are newer; exact unless writes overlap the end of the value's own write. */
  readonly versions: number
}

/** The writes of one register key, indexed by value and time. */
export interface RegisterHistory {
  /** Acknowledged writes and swaps in order of invocation. */
  readonly acknowledged: readonly Operation[]
  /**
   * The operation that wrote `value`; with values written twice, the one that returned last, and an unknown one
   * before all others, so that nothing is called old that may be new. Null when nobody wrote it.
   */
  writer(value: Json): Operation | null
  /**
   * Nanoseconds at which the write of `value` was certainly over. Never for unknown and failed writes,
   * before all time for a value that nobody wrote: that can only be the initial one.
   */
  settledAt(value: Json): number
  /** An acknowledged write that began after `value` was written and had ended before `call`; null if there is none. */
  superseded(value: Json, call: number): Superseded | null
}

/** The histories of all keys. Compare-and-set counts as a write of its second value. */
export function registerHistories(operations: readonly Operation[]): Map<string, RegisterHistory> {
  const writes = operations.filter(({ f }) => f === 'write' || f === 'cas')
  return new Map([...Map.groupBy(writes, ({ key }) => key ?? '')].map(([key, group]) => [key, registerHistory(group)]))
}

/** The value that a write or a swap leaves behind. */
export function written(operation: Operation): Json {
  return operation.f === 'cas' && Array.isArray(operation.value) ? (operation.value[1] ?? null) : operation.value
}

function registerHistory(writes: readonly Operation[]): RegisterHistory {
  const writers = new Map<string, Operation>()
  for (const write of writes) {
    const name = JSON.stringify(written(write))
    const known = writers.get(name)
    if (known === undefined || over(write) > over(known)) writers.set(name, write)
  }
  const acknowledged = writes.filter(({ type }) => type === 'ok').sort((a, b) => a.call - b.call || a.index - b.index)
  const calls = Float64Array.from(acknowledged, ({ call }) => call)
  const returns = ascending(acknowledged.map(({ ret }) => ret))
  const firstOverFrom: Operation[] = Array.from({ length: acknowledged.length })
  for (let i = acknowledged.length - 1; i >= 0; i--) {
    const later = firstOverFrom[i + 1]
    firstOverFrom[i] = later !== undefined && later.ret < acknowledged[i]!.ret ? later : acknowledged[i]!
  }
  const settledAt = (value: Json): number => {
    const writer = writers.get(JSON.stringify(value))
    return writer === undefined ? -Infinity : over(writer)
  }
  return {
    acknowledged,
    writer: (value) => writers.get(JSON.stringify(value)) ?? null,
    settledAt,
    superseded(value, call) {
      const settled = settledAt(value)
      const by = firstOverFrom[partition(calls.length, (i) => calls[i]! <= settled)]
      if (by === undefined || by.ret >= call) return null
      return { by, versions: Math.max(1, countBelow(returns, call) - countAtMost(calls, settled)) }
    },
  }
}

function over(write: Operation): number {
  return write.type === 'ok' ? write.ret : Infinity
}
