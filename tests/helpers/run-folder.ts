import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeRunRecord } from '../../src/pipeline/run-folder.ts'
import { TRIAL_FILE } from '../../src/run/trial-record.ts'
import { judgedTrial, resultInput, sketches } from '../unit/report/fixture.ts'

/** A run folder of one PostgreSQL trial in which nothing was asked, so that its verdict is inconclusive. */
export function emptyRun(folder: string): string {
  const { trial, folder: name } = judgedTrial(sketches()[0]!, 0)
  const { version, created, command, provider } = resultInput([])
  mkdirSync(join(folder, name), { recursive: true })
  writeRunRecord(folder, { schemaVersion: 1, version, created, command, provider, engines: [], notRun: [], trials: [name], timeBudget: [], state: 'finished' })
  writeFileSync(join(folder, name, TRIAL_FILE), JSON.stringify(trial))
  for (const lane of trial.lanes) writeFileSync(join(folder, name, lane.history), '')
  return folder
}
