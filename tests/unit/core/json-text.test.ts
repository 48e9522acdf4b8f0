import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonFailure, jsonPlace } from '../../../src/core/json-text.ts'

describe('where a text stops to be JSON', () => {
  it.each([
    ['', 1, 1],
    ['{', 1, 2],
    ['{"a": 1,}', 1, 9],
    ['{"a": 1\n "b": 2}', 2, 2],
    ['[1, 2', 1, 6],
    ['[1,\n 01]', 2, 2],
    ['{"a": "x\ty"}', 1, 9],
    ['{"a": "\\q"}', 1, 8],
    ["{'a': 1}", 1, 2],
    ['{"a": nul}', 1, 7],
    ['1 2', 1, 3],
    [`${'['.repeat(1e6)}`, 1, 501],
  ])('%.20j: line %i, column %i', (text, line, column) => {
    expect(jsonFailure(text)).toEqual({ line, column })
  })

  it('agrees with JSON.parse about what is JSON, whatever is cut out of it', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.nat(3), (text, at, length) => {
        const begin = at % (text.length + 1)
        const mangled = text.slice(0, begin) + text.slice(begin + length)
        let parses = true
        try {
          JSON.parse(mangled)
        } catch {
          parses = false
        }
        expect(jsonFailure(mangled) === null).toBe(parses)
      }),
      { numRuns: 500 },
    )
  })
})

describe('where a member stands', () => {
  const text = '{\n "a": {"b": [10,\n  {"c": 1}]},\n "a": {"b": [10,\n  {"c": 2}]}\n}'

  it.each([
    [['a'], 4, 2],
    [['a', 'b', 1], 5, 3],
    [['a', 'b', 1, 'c'], 5, 4],
  ])('%j: line %i, column %i; of equal names the last', (path, line, column) => {
    expect(jsonPlace(text, path)).toEqual({ line, column })
  })

  it('of a member that is not there it is the innermost one that is', () => {
    expect(jsonPlace(text, ['a', 'b', 1, 'd'])).toEqual({ line: 5, column: 3 })
    expect(jsonPlace(text, ['x'])).toEqual({ line: 1, column: 1 })
  })
})
