import { describe, expect, test } from 'vitest'
import { groupByKey, Rows } from '../../../../src/checker/linearizability/columns.ts'
import type { RegisterColumns } from '../../../../src/checker/linearizability/columns.ts'
import { Writers } from '../../../../src/checker/linearizability/writers.ts'

/** Keys that write values far apart: all keys take turns, or the values are multiples of a power of two. */
function columnsOf(keys: number, writes: number, valueOf: (key: number, i: number) => number): RegisterColumns {
  const rows = new Rows(keys * writes)
  let most = 0
  for (let i = 0; i < writes; i++) {
    for (let key = 0; key < keys; key++) {
      const value = valueOf(key, i)
      most = Math.max(most, value)
      rows.add(i * keys + key, key, { kind: 'write', value }, (one) => one as number, { call: i, ret: i + 1 }, false)
    }
  }
  return groupByKey(rows, Array.from({ length: keys }, (_, key) => String(key)), new Int32Array(keys), most + 1)
}

describe.each([
  { name: 'one key', keys: 1, writes: 1000, valueOf: (_: number, i: number) => i },
  { name: 'hundred keys in turns', keys: 100, writes: 50, valueOf: (key: number, i: number) => 100 * i + key },
  { name: 'values a power of two apart', keys: 4, writes: 64, valueOf: (key: number, i: number) => key + 4096 * i },
])('writers of $name', ({ keys, writes, valueOf }) => {
  const columns = columnsOf(keys, writes, valueOf)
  const { start, next } = columns

  test('each value leads to the row that writes it, and those of other keys nowhere', () => {
    const writers = new Writers(columns, writes)
    for (const key of [...Array(keys).keys(), 0]) {
      const [lo, hi] = [start[key]!, start[key + 1]!]
      writers.begin(lo, hi)
      for (let row = lo; row < hi; row++) expect(writers.add(row)).toBe(true)
      for (let row = 0; row < next.length; row++) expect(writers.of(next[row]!)).toBe(row >= lo && row < hi ? row : -1)
    }
  })
})

test.each([{ keys: 1, name: 'a table of all values' }, { keys: 30, name: 'a table for one key' }])('a value written twice is told, in $name', ({ keys }) => {
  const columns = columnsOf(keys, 8, (key, i) => 8 * key + (i % 7))
  const writers = new Writers(columns, 8)
  writers.begin(0, 8)
  expect(Array.from({ length: 8 }, (_, row) => writers.add(row))).toEqual([true, true, true, true, true, true, true, false])
})
