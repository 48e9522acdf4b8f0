/** Nanoseconds, the unit of every time in a history, in one millisecond. */
export const NS_PER_MS = 1_000_000

/** Nanoseconds as whole milliseconds, for sentences. */
export function wholeMs(nanoseconds: number): number {
  return Math.round(nanoseconds / NS_PER_MS)
}

/** Nanoseconds as milliseconds, kept to the microsecond so that stored results stay short. */
export function toMs(nanoseconds: number): number {
  return Math.round(nanoseconds / 1000) / 1000
}
