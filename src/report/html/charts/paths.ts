import { UNITS } from './axis.ts'
import type { Bins } from './bins.ts'

/** One column of a stacked bar: lower and upper edge in pixels from the top, or null where there is nothing. */
export type Band = readonly [top: number, bottom: number] | null

/** A path that fills the bands; neighbours with the same edges become one rectangle. */
export function bandPath(bands: readonly Band[], bins: Bins, end: number): string {
  let path = ''
  for (let first = 0; first < bands.length; ) {
    const band = bands[first] ?? null
    let next = first + 1
    while (next < bands.length && same(bands[next] ?? null, band)) next++
    if (band !== null && band[1] > band[0]) {
      const [left, right] = [edge(first, bins, end), edge(next, bins, end)]
      path += `M${left} ${band[0]}H${right}V${band[1]}H${left}z`
    }
    first = next
  }
  return path
}

/** A line through the middle of each column; columns without a value leave a gap, lonely ones become a dot. */
export function linePath(heights: readonly (number | null)[], bins: Bins, end: number): string {
  let path = ''
  let drawn = false
  heights.forEach((height, index) => {
    if (height === null) {
      drawn = false
      return
    }
    const middle = Math.round((edge(index, bins, end) + edge(index + 1, bins, end)) / 2)
    const lonely = !drawn && (heights[index + 1] ?? null) === null
    path += `${drawn ? 'L' : 'M'}${middle} ${height}${lonely ? 'h0' : ''}`
    drawn = true
  })
  return path
}

function edge(index: number, { width }: Bins, end: number): number {
  return Math.round(Math.min(1, (index * width) / end) * UNITS)
}

function same(a: Band, b: Band): boolean {
  return a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1])
}
