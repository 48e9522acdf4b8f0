import type { Point } from '../../verdict/theil-sen.ts'

/** Two-sided 95 % quantile of the normal distribution. */
const Z = 1.96

/**
 * Does y rise with x, does it fall, or is neither significant? By the definition of the interval that Theil and Sen give: a slope lies
 * in it unless too few pairs of points are on its other side. The variance comes from all orders of the points,
 * not from a formula.
 */
export function trendOf(points: readonly Point[]): 'rises' | 'falls' | 'neither' | 'too few' {
  let [pairs, rising, falling] = [0, 0, 0]
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) {
      if (a.x === b.x) continue
      pairs++
      const sign = Math.sign(b.y - a.y) * Math.sign(b.x - a.x)
      if (sign > 0) rising++
      if (sign < 0) falling++
    }
  }
  const needed = Z * Math.sqrt(varianceOf(points.map(({ x }) => x)))
  // So many pairs may lie on the wrong side of a slope that is still outside of the interval.
  const few = Math.floor((pairs - needed) / 2) - 1
  if (pairs === 0 || few < 0) return 'too few'
  if (pairs - rising <= few) return 'rises'
  return pairs - falling <= few ? 'falls' : 'neither'
}

const known = new Map<string, number>()

/** Mean square of (pairs in order − pairs in disorder) over all orders of as many different y. */
function varianceOf(xs: readonly number[]): number {
  // It is a matter of which x are equal, and of their order, not of how far they are apart.
  const different = [...new Set(xs)].sort((a, b) => a - b)
  const sorted = xs.map((x) => different.indexOf(x)).sort((a, b) => a - b)
  const name = sorted.join()
  let variance = known.get(name)
  if (variance === undefined) {
    let [orders, sum] = [0, 0]
    for (const ys of ordersOf(sorted.map((_, i) => i))) {
      let score = 0
      for (let i = 0; i < ys.length; i++) for (let j = i + 1; j < ys.length; j++) if (sorted[i] !== sorted[j]) score += Math.sign(ys[j]! - ys[i]!)
      orders++
      sum += score * score
    }
    variance = sum / orders
    known.set(name, variance)
  }
  return variance
}

function* ordersOf(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield []
  for (const first of items) for (const rest of ordersOf(items.filter((item) => item !== first))) yield [first, ...rest]
}
