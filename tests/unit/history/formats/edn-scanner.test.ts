import { describe, expect, it } from 'vitest'
import { scalar } from '../../../../src/history/formats/edn-scanner.ts'
import { readEdnHistory } from '../../../../src/history/formats/edn.ts'

const forms = (text: string) => [...readEdnHistory(text, 'h')].map(({ value }) => value)

describe('atoms', () => {
  it.each([
    ['nil', null],
    ['true', true],
    ['-12N', -12],
    ['1.5M', 1.5],
    [':read', ':read'],
    ['9007199254740993', '9007199254740993'],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1e999', '1e999'],
    ['', undefined],
  ])('%s', (atom, value) => expect(scalar(atom)).toBe(value))
})

describe('strings', () => {
  it('with escapes, and over several lines', () => {
    expect(forms('"a\\n\\"\\u0041" "b\nc"')).toEqual(['a\n"A', 'b\nc'])
  })

  it('are counted among the lines of an error', () => {
    expect(() => forms('"b\nc" "\n\\q"')).toThrow('h:3:1: a backslash that begins no escape')
    expect(() => forms('[1\n2\n{:a}]')).toThrow('h:3:5: a map needs a value for every key')
    expect(() => forms('"open')).toThrow('h:1:1: the text ends inside a string')
  })

  it('are no longer than a form may be', () => {
    expect(() => forms(`"${'x'.repeat(2 ** 24)}"`)).toThrow('a form of more than 16777216 characters')
  })
})
