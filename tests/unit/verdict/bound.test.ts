import { describe, expect, it } from 'vitest'
import { exceeds, percent, upperBound } from '../../../src/verdict/bound.ts'

describe('bounds of a share', () => {
  it('of what was never seen: the rule of three', () => {
    expect(upperBound(0, 214)).toBeCloseTo(0.014, 3)
    expect(upperBound(0, 2)).toBe(1)
    expect(upperBound(0, 0)).toBeNull()
  })

  it('of what was seen: Wilson\'s score interval', () => expect(upperBound(1, 17)).toBeCloseTo(0.27, 2))

  it('are printed with one digit where they are small', () => expect([percent(0.0143), percent(0.27)]).toEqual(['1.4 %', '27 %']))
})

describe('is a share exceeded?', () => {
  // The probabilities are those of the binomial distribution: 1 of 17 has 0.157 at 1 %, 2 of 17 have 0.012.
  it.each([
    [0, 10, false],
    [1, 5, true],
    [1, 6, false],
    [1, 17, false],
    [2, 17, true],
    [3, 100, false],
    [4, 100, true],
    [1000, 100_000, false],
    [1060, 100_000, true],
    [100_000, 100_000, true],
  ])('%i of %i: %s', (seen, attempts, expected) => expect(exceeds(seen, attempts, 0.01)).toBe(expected))
})
