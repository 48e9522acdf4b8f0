/** Monotonic time of one trial, in whole nanoseconds since it began. */
export interface Clock {
  now(): number
}

/** A clock that starts now. */
export function startClock(): Clock {
  const start = performance.now()
  return { now: () => Math.round((performance.now() - start) * 1e6) }
}

export const MS = 1e6
