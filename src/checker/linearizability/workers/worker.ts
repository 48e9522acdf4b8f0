import { parentPort, workerData } from 'node:worker_threads'
import { CapcheckError, messageOf } from '../../../core/errors.ts'
import { noAnswer } from '../answers.ts'
import type { KeyAnswer } from '../answers.ts'
import type { Budget } from '../turns.ts'
import { AnswerTable } from './answer-table.ts'
import { loadModel } from './model-source.ts'
import type { WorkerMessage, WorkerTask } from './pool.ts'
import { sharedCheck } from './shared-history.ts'

/*
 * One thread: takes key after key from the queue and writes the answers to shared memory. It tells by a message when the
 * queue is empty, and what went wrong.
 */

const task = workerData as WorkerTask
const start = 'registers' in task.history ? task.history.registers.start : task.history.objects.start
const table = new AnswerTable(start, task.table)
const budget: Budget = {
  now: () => performance.now(),
  deadline: task.deadlineAt - performance.timeOrigin, // every thread has a clock of its own
  maxBytes: task.maxBytes,
  giveUpShort: task.giveUpShort,
}
const model = 'registers' in task.history ? null : await loadModel(task.source)
const check = sharedCheck(task.history, model, budget, task.algorithm)

for (let place = Atomics.add(task.next, 0, 1); place < task.queue.length; place = Atomics.add(task.next, 0, 1)) {
  const key = task.queue[place]!
  table.begin(key, task.thread)
  const answer = checkKey(key)
  if (answer.stopped === 'memory' && task.giveUpShort) table.writeShort(key)
  else table.write(key, answer)
}
tell({ type: 'done' })

function checkKey(key: number): KeyAnswer {
  try {
    return check(key)
  } catch (error) {
    tell(error instanceof CapcheckError ? { type: 'fault', message: error.message, hint: error.hint } : { type: 'crash', key, error: messageOf(error) })
    return noAnswer('crash')
  }
}

function tell(message: WorkerMessage): void {
  parentPort!.postMessage(message)
}
