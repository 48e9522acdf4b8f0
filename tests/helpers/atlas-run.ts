import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { finishRun, resultText } from '../../src/pipeline/finish-run.ts'
import { finishedRun, TRIAL } from './finished-run.ts'

/** The run folder of a run, as if the atlas had made it: its trial repeats PG-5a. */
export async function atlasRun(shape = 'leader-alone'): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'capcheck-atlas-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  cpSync(await finishedRun(), folder, { recursive: true })
  const trial = 'postgres-PG-5a-leader-alone'
  renameSync(join(folder, TRIAL), join(folder, trial))
  edit(join(folder, 'run.json'), (run) => ({ ...run, trials: [trial] }))
  edit(join(folder, trial, 'trial.json'), (record) => ({ ...record, findings: ['PG-5a'], shape }))
  writeFileSync(join(folder, 'result.json'), resultText((await finishRun(folder)).result))
  return folder
}

function edit(path: string, change: (value: Record<string, unknown>) => object): void {
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>)))
}
