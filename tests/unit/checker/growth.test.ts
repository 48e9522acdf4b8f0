import { expect, it } from 'vitest'
import { exponent, measureGrowth } from '../../../benchmarks/checkers/growth/measure.ts'
import { NAMES } from '../../../benchmarks/checkers/growth/subjects.ts'

/** Large enough that what grows with the square of the length would show, small enough for a unit test. */
const SIZES = [2000, 8000, 32_000]
/** Sorting, caches and the collector of garbage take their part; a square would be 2. */
const MOST = 1.4
const TRIES = 3

it.each(NAMES)('the time of %s grows with the length of the history', (name) => {
  const slope = (): number => exponent(SIZES.map((n) => measureGrowth(name, n, cpuMs, () => ({ resident: 0, peak: 0 }))))
  // The clock of processor time is coarse and caches are shared: what grows too fast does so again and again.
  const slopes = [slope()]
  while (slopes.at(-1)! >= MOST && slopes.length < TRIES) slopes.push(slope())
  expect(slopes.at(-1)).toBeLessThan(MOST)
})

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
