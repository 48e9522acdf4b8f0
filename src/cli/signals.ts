import { EXIT } from '../core/errors.ts'
import type { Io } from './io.ts'

/** npm passes Ctrl+C on a second time; what comes sooner than this is the same key press. Milliseconds. */
const SAME_PRESS_MS = 1000

/**
 * The first Ctrl+C (or SIGTERM) asks the run to stop: links are healed, histories kept, nodes ended, and the report is
 * written. The second ends this process at once, and the kernel ends the sandbox with it;
 * containers are removed by their runner, or by the reaper.
 */
export function watchSignals(io: Io): AbortSignal {
  const stop = new AbortController()
  let first = 0
  const onSignal = (signal: NodeJS.Signals) => {
    if (!stop.signal.aborted) {
      first = performance.now()
      io.err(`${signal}: stopping; what was recorded is kept. Once more to end at once.`)
      stop.abort(new Error('stopped by the user'))
    } else if (performance.now() - first > SAME_PRESS_MS) {
      process.exit(signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted)
    }
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  return stop.signal
}
