import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { EarlyChecks } from '../../../src/pipeline/early-checks.ts'
import { finishRun, resultText } from '../../../src/pipeline/finish-run.ts'
import { finishedRun, TRIAL } from '../../helpers/finished-run.ts'

const early = async (folder: string, trials: readonly string[]) => {
  const checks = new EarlyChecks()
  checks.start({ folder, trials })
  return checks.answers()
}

/** The last read of the run answers with the first value that was written. */
function staleEnd(folder: string): void {
  const path = join(folder, TRIAL, 'register.jsonl')
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n')
  writeFileSync(path, `${[...lines.slice(0, -1), lines.at(-1)!.replace(/"value":\d+/, '"value":1')].join('\n')}\n`)
}

it('a trial checked early gives the same result, byte for byte, its witness included', async () => {
  const folder = await finishedRun()
  staleEnd(folder)
  const answers = await early(folder, [TRIAL])
  expect([...answers.keys()]).toEqual([TRIAL])
  const { result } = await finishRun(folder, undefined, answers)
  expect(result.runs[0]).toMatchObject({ verdict: { label: 'neither' }, witness: { workload: 'register', confirmed: true } })
  expect(resultText(result)).toBe(resultText((await finishRun(folder)).result))
})

it('what was checked early is not checked again', async () => {
  const folder = await finishedRun()
  const answers = await early(folder, [TRIAL])
  staleEnd(folder)
  expect((await finishRun(folder, undefined, answers)).result.runs[0]!.verdict.label).toBe('CP')
})

it('a trial that cannot be read, or never began, has no answer, and the others have theirs', async () => {
  const folder = await finishedRun()
  expect([...(await early(folder, ['no-such-trial', TRIAL])).keys()]).toEqual([TRIAL])
  writeFileSync(join(folder, TRIAL, 'trial.json'), '{')
  expect((await early(folder, [TRIAL])).size).toBe(0)
  await expect(finishRun(folder, undefined, new Map())).rejects.toThrow('trial.json cannot be read')
})

it('a run that is stopped waits for no check', async () => {
  const checks = new EarlyChecks()
  checks.start({ folder: await finishedRun(), trials: [TRIAL] })
  checks.stop()
  expect((await checks.answers()).size).toBe(0)
})
