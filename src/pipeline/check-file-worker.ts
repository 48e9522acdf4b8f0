import { parentPort, workerData } from 'node:worker_threads'
import { CapcheckError } from '../core/errors.ts'
import type { CheckFileJob, CheckFileMessage } from './check-file.ts'
import { checkHistory, readHistoryFile } from './check-history.ts'

/** Entry of the thread in which one history file is read and checked; see check-file.ts. */
const { path, read, check } = workerData as CheckFileJob
const send = (message: CheckFileMessage): void => parentPort!.postMessage(message)
try {
  const history = await readHistoryFile(path, read)
  send({ type: 'read', format: history.format, operations: history.operations.length })
  send({ type: 'checked', answer: await checkHistory(history, check) })
} catch (error) {
  if (!(error instanceof CapcheckError)) throw error
  send({ type: 'refused', message: error.message, hint: error.hint, exitCode: error.exitCode })
}
