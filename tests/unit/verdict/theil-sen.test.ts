import { expect, it } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { theilSen, type Point } from '../../../src/verdict/theil-sen.ts'

/** `count` points at each x, on a line with noise of up to `noise` above it. */
function points(slope: number, noise: number, count = 20, xs = [0, 10, 20, 40]): Point[] {
  const dice = random(7)
  return xs.flatMap((x) => Array.from({ length: count }, () => ({ x, y: 3 + slope * x + (noise * dice.below(1000)) / 1000 })))
}

it('finds an exact line', () => {
  expect(theilSen(points(2, 0))).toEqual({ slope: 2, low: 2, high: 2, intercept: 3 })
})

it.each([0, 0.5, 2, 4])('a slope of %d lies in the interval, which is narrow with many samples', (slope) => {
  const line = theilSen(points(slope, 5))!
  expect(line.low).toBeLessThan(slope)
  expect(line.high).toBeGreaterThan(slope)
  expect(line.high - line.low).toBeLessThan(0.1)
})

it('a fifth of the points may be wild', () => {
  const wild = points(2, 1).map((point, index) => (index % 5 === 0 ? { ...point, y: 1000 } : point))
  expect(theilSen(wild)!.slope).toBeCloseTo(2, 1)
})

it('fewer points make the interval wider, and very few give none', () => {
  const width = (count: number) => {
    const { low, high } = theilSen(points(2, 5, count))!
    return high - low
  }
  expect(width(4)).toBeGreaterThan(width(20))
  expect(theilSen(points(2, 5, 1, [0, 10]))).toBeNull()
  expect(theilSen(points(2, 5, 9, [10]))).toBeNull()
  expect(theilSen([])).toBeNull()
})

// Seven points, 21 slopes: b* = 4, and the paper's 93 % interval is 26/7 to 35/8; ours is the 95 % one around it.
it("agrees with the example of Sen's paper", () => {
  const x = [1, 2, 3, 4, 10, 12, 18]
  const y = [9, 15, 19, 20, 45, 55, 78]
  const line = theilSen(x.map((each, index) => ({ x: each, y: y[index]! })))!
  expect(line.slope).toBe(4)
  expect(line.low).toBeLessThanOrEqual(26 / 7)
  expect(line.high).toBeGreaterThanOrEqual(35 / 8)
})
