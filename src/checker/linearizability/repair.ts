import { NOT, READ } from './columns.ts'
import type { RegisterColumns } from './columns.ts'
import { DepthFirst } from './depth-first.ts'
import { registerPart } from './part.ts'

/** Operations on each side of the missing one that may be put into another order: first few, then more. */
const REACH = [24, 96, 384]
const STEPS = 20_000
const BYTES = 16 * 2 ** 20

/**
 * Puts a row into a linearization that has no gap for it, by ordering a short stretch anew: between the value that the
 * register holds before the stretch and the one it must hold after it. What lies outside keeps its place.
 *
 * @param order a linearization, `count` rows long; changed in place when it works
 * @returns the new count, or -1
 */
export function insertByReordering(columns: RegisterColumns, order: Int32Array, count: number, at: number, row: number, initial: number): number {
  for (const reach of REACH) {
    const from = Math.max(0, at - reach)
    const to = Math.min(count, at + reach)
    const stretch = solve(columns, [...order.subarray(from, to), row], valueAt(columns, order, from, initial), valueAt(columns, order, to, initial))
    if (stretch === null) continue
    order.copyWithin(from + stretch.length, to, count)
    order.set(stretch, from)
    return count + stretch.length - (to - from)
  }
  return -1
}

/** Is the order a linearization? The last word after a repair, because stretches were ordered without their surroundings. */
export function isLinearization(columns: RegisterColumns, order: Int32Array, count: number, initial: number): boolean {
  const { kind, need, next, call, ret } = columns
  let state = initial
  let latest = -Infinity
  for (let i = 0; i < count; i++) {
    const row = order[i]!
    if (call[row]! > latest) latest = call[row]!
    if (ret[row]! < latest) return false
    const fits = need[row]! < 0 || (need[row] === state) === (kind[row] !== NOT)
    if (!fits) return false
    if (next[row]! >= 0) state = next[row]!
  }
  return true
}

/** The value before place `at`. */
function valueAt(columns: RegisterColumns, order: Int32Array, at: number, initial: number): number {
  for (let i = at - 1; i >= 0; i--) {
    const value = columns.next[order[i]!]!
    if (value >= 0) return value
  }
  return initial
}

/** An order of the rows from one value to another, or null. */
function solve(columns: RegisterColumns, rows: number[], from: number, to: number): number[] | null {
  rows.sort((a, b) => a - b)
  const n = rows.length
  const names = new Map<number, number>()
  const local = (value: number): number => {
    if (value < 0) return -1
    const known = names.get(value)
    if (known !== undefined) return known
    names.set(value, names.size)
    return names.size - 1
  }
  const initial = local(from)
  // A read after everything else says which value must be there in the end.
  const kind = Uint8Array.from([...rows.map((row) => columns.kind[row]!), READ])
  const need = Int32Array.from([...rows.map((row) => local(columns.need[row]!)), local(to)])
  const next = Int32Array.from([...rows.map((row) => local(columns.next[row]!)), -1])
  const call = Float64Array.from([...rows.map((row) => columns.call[row]!), Number.MAX_VALUE])
  const ret = Float64Array.from([...rows.map((row) => columns.ret[row]!), Number.MAX_VALUE])
  const part = registerPart({ ...columns, kind, need, next, call, ret, values: names.size }, 0, n + 1, initial)
  const search = new DepthFirst(part, BYTES)
  if (search.run(STEPS) !== 'valid') return null
  return search.order().flatMap((op) => (op === n ? [] : rows[op]!))
}
