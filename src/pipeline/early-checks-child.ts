import { checkTrial } from './check-run.ts'
import type { EarlyAnswer, EarlyJob } from './early-checks.ts'

/** Entry of the process in which the trials of one store are checked while the next cluster boots; see early-checks.ts. */
process.once('message', (job: EarlyJob) => void run(job))
// The run is gone: nobody wants the answers any more.
process.on('disconnect', () => process.exit(1))

async function run({ folder, trials }: EarlyJob): Promise<void> {
  for (const trial of trials) {
    // What cannot be checked gets no answer: the run itself will say why.
    const checked = await checkTrial(folder, trial).catch(() => null)
    // In one message: the operations of a witness stay those of the history.
    if (checked !== null) await new Promise((resolve) => process.send!({ trial, checked } satisfies EarlyAnswer, resolve))
  }
  process.exit(0)
}
