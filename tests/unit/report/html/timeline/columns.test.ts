import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { Operation } from '../../../../../src/core/event.ts'
import { packColumns } from '../../../../../src/report/html/timeline/columns.ts'
import { DECODE_SCRIPT } from '../../../../../src/report/html/timeline/script-decode.ts'
import { operation } from '../../../../../src/selftest/generate/register.ts'

interface Decoded {
  readonly size: number
  describe(place: number): { readonly [name: string]: unknown }
  rowName(place: number, by: 'kind' | 'process'): string
}

/** What the page's own script makes of packed operations. */
function decode(operations: readonly Operation[]): Decoded {
  const data = { ...packColumns(operations), end: 9e6, witness: [operations[0]?.index ?? 0] }
  return runInNewContext(`${DECODE_SCRIPT}; decodeTimeline(data)`, { data: structuredClone(data) }) as Decoded
}

const write = operation({ index: 3, process: 7, f: 'write', key: 'k1', value: { id: 'x12', amount: -5 }, result: { versions: { a: 3 } }, call: 1_500_000, ret: 2_500_000, end: 2_500_000 })
const silent = operation({ index: 9, process: 41, f: 'read', key: 'k1', value: null, type: 'info', call: 3_000_000, ret: Infinity, end: Infinity, home: 'n2', node: 'n1', error: { code: 'deadline', message: 'no answer in 1500 ms' }, probe: 4 })

describe('packed operations', () => {
  it('come back in the browser with all that is known of them', () => {
    const decoded = decode([write, silent])
    expect(decoded.size).toBe(2)
    expect({ ...decoded.describe(0) }).toMatchObject({
      home: 'n1', f: 'write', type: 'ok', index: 3, process: 7, call: 1500, took: 1000,
      key: 'k1', value: '{"id":"x12","amount":-5}', result: '{"versions":{"a":3}}', remark: '',
    })
    expect({ ...decoded.describe(1) }).toMatchObject({ home: 'n2', node: 'n1', index: 9, took: null, value: '', remark: 'deadline: no answer in 1500 ms; probe 4' })
    expect([decoded.rowName(0, 'kind'), decoded.rowName(1, 'process')]).toEqual(['n1 write', 'n2 process 41'])
  })

  it('share what many have in common, and an answer that equals the value', () => {
    const many = Array.from({ length: 50 }, (_, i) => ({ ...write, index: i, value: i, result: i, call: i * 1000 }))
    const packed = packColumns(many)
    expect(packed.kinds).toHaveLength(1)
    expect(packed.templates).toEqual(['k\u0001', '\u0001'])
    expect(packed.result.split(' ').every((word) => word === '=')).toBe(true)
    expect(decode(many).describe(49)).toMatchObject({ value: '49', result: '49' })
  })

  it('cut texts that are very long, and say so', () => {
    const long = decode([{ ...write, result: 'y'.repeat(5000) }]).describe(0)
    expect(long['result']).toMatch(/^y{240}… \(5,000 characters in all\)$/)
  })

  it('take values of any text, spaces and separators included', () => {
    const odd = 'a b:c,d=- \u0001 7 "'
    expect(decode([{ ...write, value: odd, result: `${odd}!` }]).describe(0)).toMatchObject({ value: odd.replaceAll('\u0001', ' '), result: `${odd.replaceAll('\u0001', ' ')}!` })
  })
})
