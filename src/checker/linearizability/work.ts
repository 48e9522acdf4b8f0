/** Work that may still be done, counted in steps of the searches and of the brute force: the same on every machine. */
export interface Work {
  left: number
}

/** Lets `act` use at most `most` of the work, and takes off what it used. */
export function within<T>(work: Work, most: number, act: (part: Work) => T): T {
  const given = Math.max(0, Math.min(most, work.left))
  const part = { left: given }
  const result = act(part)
  work.left -= given - part.left
  return result
}
