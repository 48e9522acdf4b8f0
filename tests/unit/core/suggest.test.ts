import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, editDistance } from '../../../src/core/suggest.ts'

describe('edit distance', () => {
  it.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['postgres', 'postgress', 1],
    ['postgres', 'potsgres', 1],
    ['kitten', 'sitting', 3],
    ['CA', 'ABC', 3],
  ])('%s to %s is %i', (from, to, edits) => {
    expect(editDistance(from, to)).toBe(edits)
  })

  it('is symmetric, zero for equal words only, and at most the length of the longer', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, (a, b) => {
        const edits = editDistance(a, b)
        expect(edits).toBe(editDistance(b, a))
        expect(edits === 0).toBe(a === b)
        expect(edits).toBeLessThanOrEqual(Math.max(a.length, b.length))
        expect(edits).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      }),
    )
  })

  it('an edit costs one', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 2, maxLength: 8, unit: fc.constantFrom('a', 'b') }), fc.nat(), (word, n) => {
        const at = n % (word.length - 1)
        expect(editDistance(word, word.slice(0, at) + word.slice(at + 1))).toBe(1)
        expect(editDistance(word, `${word.slice(0, at)}x${word.slice(at)}`)).toBe(1)
        expect(editDistance(word, `${word.slice(0, at)}x${word.slice(at + 1)}`)).toBe(1)
        const swapped = word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2)
        expect(editDistance(word, swapped)).toBe(swapped === word ? 0 : 1)
      }),
    )
  })
})

describe('a suggestion', () => {
  const allowed = ['postgres', 'mongodb', 'cassandra', 'bank-transfer', 'CP', 'AP', 'PG-5']

  it.each([
    ['postgress', 'postgres'],
    ['Mongo', 'mongodb'],
    ['bank', 'bank-transfer'],
    ['cp', 'CP'],
    ['PG5', 'PG-5'],
  ])('%s: did you mean %s?', (word, meant) => {
    expect(didYouMean(word, allowed)).toBe(`Did you mean ${meant}?`)
  })

  it.each(['oracle', '', 'x', 'a'.repeat(1e6)])('%.8s is like nothing that is allowed', (word) => {
    expect(didYouMean(word, allowed)).toBeUndefined()
  })
})
