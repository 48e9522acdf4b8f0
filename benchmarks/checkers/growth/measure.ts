import { subject } from './subjects.ts'

/** One check on one history. */
export interface Point {
  readonly n: number
  readonly valid: boolean | 'unknown'
  /** Processor time of this thread for one run. */
  readonly ms: number
  /** Peak of resident memory, history included, and how much of it came on top of the history. */
  readonly peakMb: number
  readonly addedMb: number
}

/** The clock of a thread's processor time ticks in milliseconds, so short runs are summed up. */
const ENOUGH_MS = 60
const MOST_RUNS = 500

/** Checks a history of `n` operations in this process, several times when it is short. */
export function measureGrowth(name: string, n: number, cpuMs: () => number, memoryMb: () => { resident: number; peak: number }): Point {
  const { check, input } = subject(name, n)
  const before = memoryMb().resident
  const began = cpuMs()
  let { valid } = check(input)
  let ms = cpuMs() - began
  if (ms < ENOUGH_MS) {
    // The first run was also that of the compiler.
    const warm = cpuMs()
    let runs = 0
    for (; runs < MOST_RUNS && cpuMs() - warm < ENOUGH_MS; runs++) valid = check(input).valid
    ms = (cpuMs() - warm) / runs
  }
  const { peak } = memoryMb()
  return { n, valid, ms, peakMb: peak, addedMb: Math.max(0, peak - before) }
}

/** The exponent e of ms = c · n^e, by least squares over the logarithms. */
export function exponent(points: readonly Pick<Point, 'n' | 'ms'>[]): number {
  const logs = points.map(({ n, ms }) => [Math.log(n), Math.log(ms)] as const)
  const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length
  const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}
