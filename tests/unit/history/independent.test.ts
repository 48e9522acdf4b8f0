import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/history/formats/read.ts'

const read = (text: string, independent?: boolean) => parse('jepsen-edn', text, 'h', independent === undefined ? {} : { independent })
const pair = (f: string, argument: string, answer: string): string => `{:process 0, :type :invoke, :f ${f}, :value ${argument}}\n{:process 0, :type :ok, :f ${f}, :value ${answer}}\n`

describe("Jepsen's independent keys", () => {
  it.each([
    ['a read asked of [key nil]', pair(':write', '[:x 1]', '[:x 1]') + pair(':read', '[:x nil]', '[:x 1]')],
    ['a swap of [key [from to]]', pair(':cas', '[3 [0 1]]', '[3 [0 1]]')],
    ['records', pair(':read', '#jepsen.independent.Tuple{:key 1, :value nil}', '#jepsen.independent.Tuple{:key 1, :value 2}').replaceAll(':value nil}', ':value [9 nil]}').replace(':value 2}', ':value [9 2]}')],
    ['tagged vectors', pair(':read', '#clojure.lang.MapEntry [1 nil]', '#clojure.lang.MapEntry [1 2]')],
  ])('are found out by %s', (name, text) => {
    const wanted = name === 'records' ? true : undefined
    const { operations } = read(text, wanted)
    expect(operations.every(({ key }) => key !== undefined)).toBe(true)
  })

  it.each([
    ['swaps alone', pair(':cas', '[0 1]', '[0 1]')],
    ['reads asked of nil', pair(':write', '[1 2]', '[1 2]') + pair(':read', 'nil', '[1 2]')],
    ['writes alone, which may be pairs', pair(':write', '[1 2]', '[1 2]')],
  ])('are not taken for such in %s', (_, text) => {
    expect(read(text).operations.every(({ key }) => key === undefined)).toBe(true)
  })

  it('are insisted on where the user says so, else the line is named', () => {
    expect(read(pair(':write', '[1 2]', '[1 2]'), true).operations).toMatchObject([{ key: '1', value: 2 }])
    expect(() => read(pair(':write', '[1 2]', '[1 2]') + pair(':write', '3', '3'), true)).toThrow('h:3:1: the value 3 is no tuple [key value]')
    expect(read(pair(':cas', '[0 [1 2]]', '[0 [1 2]]'), false).operations[0]!.key).toBeUndefined()
  })

  it('stay apart whatever their types', () => {
    const keys = ['1', '"1"', '"\\"1\\""', 'nil', '"null"', 'true', '"x"', '["x"]']
    const names = read(keys.map((key) => pair(':write', `[${key} 1]`, `[${key} 1]`)).join(''), true).operations.map(({ key }) => key)
    expect(new Set(names).size).toBe(keys.length)
  })
})
