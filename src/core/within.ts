/** Thrown by {@link within}: the wait is over, what was waited for may still be going on. */
export class TimeLimitError extends Error {
  constructor(what: string, ms: number) {
    super(`${what}: no answer within ${ms} ms`)
    this.name = 'TimeLimitError'
  }
}

/**
 * Waits for a promise for at most `ms` milliseconds. The work behind it is not stopped.
 *
 * @throws TimeLimitError naming `what`
 */
export async function within<T>(ms: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError(what, ms)), ms)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
    // When the limit won, a later failure of the work must not become an unhandled rejection.
    work.catch(() => undefined)
  }
}
