import { CapcheckError } from '../core/errors.ts'
import type { CheckFileJob, CheckFileMessage } from './check-file.ts'
import { checkHistory, readHistoryFile } from './check-history.ts'

/** Entry of the process in which one history file is read and checked; see check-file.ts. */
process.once('message', (job: CheckFileJob) => void run(job))

async function run({ path, read, check }: CheckFileJob): Promise<void> {
  try {
    const history = await readHistoryFile(path, read)
    process.send!({ type: 'read', format: history.format, operations: history.operations.length } satisfies CheckFileMessage)
    end({ type: 'checked', answer: await checkHistory(history, check) })
  } catch (error) {
    if (!(error instanceof CapcheckError)) throw error
    end({ type: 'refused', message: error.message, hint: error.hint, exitCode: error.exitCode })
  }
}

/** A user's model may have left something open that would keep the process alive. */
function end(message: CheckFileMessage): void {
  process.send!(message, () => process.exit(0))
}
