import { ascending, quantile } from '../checker/sorted.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** A line through points, with the 95 % confidence interval of its slope. */
export interface Line {
  readonly slope: number
  readonly low: number
  readonly high: number
  readonly intercept: number
}

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.96

/**
 * The slope of the middle of `y` against `x`: the median of the slopes of all pairs of points that differ in x. A quarter of the
 * points may be wild without much harm. The interval is that of Kendall's tau, for many equal x.
 *
 * @returns null when no pair differs in x, or when there are too few points for an interval
 *
 * Source: P. K. Sen, Estimates of the Regression Coefficient Based on Kendall's Tau, J. American Statistical Association
 * 63 (1968), 1379–1389, after H. Theil, 1950.
 */
export function theilSen(points: readonly Point[]): Line | null {
  const slopes = ascending(pairSlopes(points))
  const slope = quantile(slopes, 0.5)
  if (slope === null) return null
  const spread = Z * Math.sqrt(variance(points))
  const first = Math.floor((slopes.length - spread) / 2) - 1
  const last = Math.ceil((slopes.length + spread) / 2)
  if (first < 0 || last >= slopes.length) return null
  const intercept = quantile(ascending(points.map(({ x, y }) => y - slope * x)), 0.5)!
  return { slope, low: slopes[first]!, high: slopes[last]!, intercept }
}

function pairSlopes(points: readonly Point[]): number[] {
  const slopes: number[] = []
  for (const [index, one] of points.entries()) {
    for (let other = index + 1; other < points.length; other++) {
      const { x, y } = points[other]!
      if (x !== one.x) slopes.push((y - one.y) / (x - one.x))
    }
  }
  return slopes
}

/** Variance of Kendall's S under no dependence, with ties among the x. */
function variance(points: readonly Point[]): number {
  const ties = [...Map.groupBy(points, ({ x }) => x).values()].map((group) => group.length)
  return [points.length, ...ties.map((count) => -count)].reduce((sum, count) => sum + Math.sign(count) * term(Math.abs(count)), 0) / 18
}

function term(count: number): number {
  return count * (count - 1) * (2 * count + 5)
}
