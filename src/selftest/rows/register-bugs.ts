import type { Operation } from '../../core/event.ts'
import type { Json } from '../../core/json.ts'
import type { Random } from '../../core/random.ts'
import type { Mutant } from '../mutate.ts'

/** A way to break a register history. Whether it really is broken then, a brute force says. */
export interface RegisterBug {
  readonly id: string
  readonly bug: string
  mutate(history: readonly Operation[], dice: Random): Mutant | null
}

export const REGISTER_BUGS: readonly RegisterBug[] = [
  { id: 'stale-read', bug: 'a read answers a value that was overwritten', mutate: staleRead },
  { id: 'dirty-read', bug: 'a read answers a value that nobody wrote', mutate: (history, dice) => answer(history, dice, () => 1_000_000) },
  { id: 'dropped-write', bug: 'a write that was read is left out', mutate: droppedWrite },
  { id: 'failed-write', bug: 'a write that was read is said to have failed', mutate: failedWrite },
  { id: 'lost-write', bug: 'after an acknowledged write the value before it is read', mutate: lostWrite },
  { id: 'reorder', bug: 'two reads change their answers', mutate: reorder },
  { id: 'early-read', bug: 'a read returns before its value is written', mutate: earlyRead },
  { id: 'double-swap', bug: 'two acknowledged swaps take the same value', mutate: doubleSwap },
]

const isRead = ({ f, type }: Operation): boolean => f === 'read' && type === 'ok'
const writes = ({ f, type }: Operation): boolean => f === 'write' && type === 'ok'

/** One of the operations that fit, or undefined. */
function pick(history: readonly Operation[], dice: Random, fits: (operation: Operation) => boolean): Operation | undefined {
  const all = history.filter(fits)
  return all.length === 0 ? undefined : all[dice.below(all.length)]
}

function replaced(history: readonly Operation[], old: Operation, fresh: Operation): Mutant {
  return { history: history.map((operation) => (operation === old ? fresh : operation)), seeded: [fresh] }
}

function answer(history: readonly Operation[], dice: Random, value: (read: Operation) => Json | undefined): Mutant | null {
  const read = pick(history, dice, isRead)
  const result = read && value(read)
  return read === undefined || result === undefined || result === read.result ? null : replaced(history, read, { ...read, result })
}

function staleRead(history: readonly Operation[], dice: Random): Mutant | null {
  return answer(history, dice, (read) => pick(history, dice, (write) => writes(write) && write.ret < read.call)?.value ?? 0)
}

function droppedWrite(history: readonly Operation[], dice: Random): Mutant | null {
  const write = pick(history, dice, (one) => writes(one) && history.some((read) => isRead(read) && read.result === one.value))
  if (write === undefined) return null
  return { history: history.filter((one) => one !== write), seeded: history.filter((one) => touches(one, write.value)) }
}

function failedWrite(history: readonly Operation[], dice: Random): Mutant | null {
  const write = pick(history, dice, (one) => writes(one) && history.some((read) => isRead(read) && read.result === one.value))
  if (write === undefined) return null
  const fresh: Operation = { ...write, type: 'fail' }
  // What failed has no place in an order, so the witness may name only those who saw it.
  return { history: history.map((one) => (one === write ? fresh : one)), seeded: [fresh, ...history.filter((one) => one !== write && touches(one, write.value))] }
}

/** Did it read or swap away this value? */
function touches({ f, result, value }: Operation, wanted: Json): boolean {
  return result === wanted || (f === 'cas' && (value as readonly Json[])[0] === wanted)
}

function lostWrite(history: readonly Operation[], dice: Random): Mutant | null {
  const write = pick(history, dice, (one) => writes(one) && one.value !== 0)
  if (write === undefined) return null
  const before = history.filter((one) => writes(one) && one.ret < write.call).at(-1)?.value ?? 0
  const end = Math.max(...history.filter(({ type }) => type !== 'info').map(({ ret }) => ret))
  const read: Operation = { ...write, f: 'read', value: null, result: before, call: end + 1, ret: end + 2, end: end + 2, process: 1000 }
  return { history: [...history, read], seeded: [write, read] }
}

function reorder(history: readonly Operation[], dice: Random): Mutant | null {
  const first = pick(history, dice, isRead)
  const second = first && pick(history, dice, (read) => isRead(read) && read.call > first.ret && read.result !== first.result)
  if (first === undefined || second === undefined) return null
  const fresh = [{ ...first, result: second.result! }, { ...second, result: first.result! }]
  return { history: [...history.filter((one) => one !== first && one !== second), ...fresh], seeded: fresh }
}

function earlyRead(history: readonly Operation[], dice: Random): Mutant | null {
  const write = pick(history, dice, (one) => writes(one) && history.some((read) => isRead(read) && read.result === one.value))
  const read = write && pick(history, dice, (one) => isRead(one) && one.result === write.value)
  if (write === undefined || read === undefined) return null
  return replaced(history, read, { ...read, call: write.call - 5, ret: write.call - 1, end: write.call - 1 })
}

function doubleSwap(history: readonly Operation[], dice: Random): Mutant | null {
  const swap = pick(history, dice, ({ f, type }) => f === 'cas' && type === 'ok')
  if (swap === undefined) return null
  const again: Operation = { ...swap, value: [(swap.value as readonly Json[])[0]!, 777], process: 1000 }
  return { history: [...history, again], seeded: [swap, again] }
}
