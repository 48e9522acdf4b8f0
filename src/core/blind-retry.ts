import { TimeLimitError, within } from './within.ts'
import type { Completion } from './op.ts'

export interface Impatience {
  /** Milliseconds after which the first attempt counts as lost; for as long as it takes when absent. */
  readonly afterMs?: number
  /** Whether this error leaves open what became of the first attempt. */
  readonly lost?: (error: unknown) => boolean
}

/**
 * What careless applications do with a change that brought no answer: they send it again, as if it had not happened. The
 * end of the second attempt is the end of the operation. One that was sent twice says so in its answer.
 *
 * @throws what the second attempt throws, or the first where it was not lost
 */
export async function sendAgain(send: () => Promise<unknown>, { afterMs, lost = () => false }: Impatience): Promise<Completion> {
  const first = send()
  try {
    await (afterMs === undefined ? first : within(afterMs, 'the first attempt', first))
    return { type: 'ok', value: null }
  } catch (error) {
    if (!(error instanceof TimeLimitError) && !lost(error)) throw error
  }
  await send()
  return { type: 'ok', value: { sent: 2 } }
}
