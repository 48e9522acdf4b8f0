import { readLabs } from '../labs.ts'
import type { GradeMessage, GradeTask } from './pool.ts'
import { readKey } from './key.ts'
import { gradeSubmission, type Desk } from './submission.ts'

/** Entry of a process that grades submissions one after the other; see pool.ts. */
let desk: Desk | null = null

process.on('message', (task: GradeTask) => void work(task))
process.on('disconnect', () => process.exit(0))

async function work(task: GradeTask): Promise<void> {
  if (task.type === 'setup') {
    const { labs, keys, version } = task
    desk = { version, labs: new Map(readLabs(labs).map((stored) => [stored.lab.id, { stored, key: keys === null ? null : readKey(keys, stored.lab) }])) }
    return
  }
  process.send!({ index: task.index, graded: await gradeSubmission(task.file, task.scratch, desk!) } satisfies GradeMessage)
}
