let last = 0

/**
 * A timestamp of a clock that is wrong by so many milliseconds, in microseconds since 1970. No two are the same for one skew.
 *
 * The driver's own timestamps all come from one clock, since all clients of a run live in one process.
 *
 * @param ms below 0: the clock is behind
 */
export function skewed(ms: number): number {
  last = Math.max(last + 1, Date.now() * 1000)
  return last + ms * 1000
}
