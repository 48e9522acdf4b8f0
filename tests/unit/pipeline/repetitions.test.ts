import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { finishRun, resultText } from '../../../src/pipeline/finish-run.ts'
import { trialId } from '../../../src/pipeline/job.ts'
import { select } from '../../../src/pipeline/select.ts'
import { verifyEvidence } from '../../../src/pipeline/evidence/verify.ts'
import { writeEvidence } from '../../../src/pipeline/evidence/write.ts'
import { DEFAULT_OPTIONS } from '../../../src/run/plan.ts'
import { finishedRun, TRIAL } from '../../helpers/finished-run.ts'
import { runHere } from '../../helpers/run-here.ts'

const wanted = { stores: [], profiles: ['PG-1'], workloads: ['register'], shapes: ['leader-alone', 'leader-in-majority'], seed: 7, options: DEFAULT_OPTIONS }

describe('the trials of a run that repeats', () => {
  it('are trials of their own, each with the next seed and a folder with its number', async () => {
    const [{ store, trials } = undefined!] = await select({ ...wanted, repeat: 2, pacelc: true })
    expect(trials.map((trial) => [trialId(store.id, trial), trial.seed, trial.repetition, trial.pacelc])).toEqual([
      ['postgres-PG-1-leader-alone-r1', 7, 1, true],
      ['postgres-PG-1-leader-alone-r2', 8, 2, false],
      ['postgres-PG-1-leader-in-majority-r1', 7, 1, false],
      ['postgres-PG-1-leader-in-majority-r2', 8, 2, false],
    ])
  })

  it('have no number when there is one only', async () => {
    const [{ store, trials } = undefined!] = await select({ ...wanted, repeat: 1 })
    expect(trials.map((trial) => [trialId(store.id, trial), trial.repetition])).toEqual([['postgres-PG-1-leader-alone', undefined], ['postgres-PG-1-leader-in-majority', undefined]])
  })
})

/** Makes three repetitions of the only trial; in the second one a client was not pinned, so that it decides nothing. */
async function repeated(): Promise<string> {
  const folder = await finishedRun()
  const trials = [1, 2, 3].map((repetition) => `${TRIAL}-r${repetition}`)
  for (const [turn, name] of trials.entries()) {
    cpSync(join(folder, TRIAL), join(folder, name), { recursive: true })
    const path = join(folder, name, 'trial.json')
    const record = JSON.parse(readFileSync(path, 'utf8')) as { pins: { proved: boolean }[] }
    record.pins[0]!.proved = turn !== 1
    writeFileSync(path, JSON.stringify({ ...record, repetition: turn + 1, seed: 1 + turn }))
  }
  rmSync(join(folder, TRIAL), { recursive: true })
  const path = join(folder, 'run.json')
  writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), trials }))
  writeFileSync(join(folder, 'result.json'), resultText((await finishRun(folder)).result))
  return folder
}

describe('a run folder with repetitions', () => {
  let folder: string
  beforeAll(async () => (folder = await repeated()))

  it('has one headline, with the letter that is open and how the repetitions disagree', async () => {
    const { result } = await finishRun(folder)
    expect(result.runs.map(({ repetition, seed, verdict }) => [repetition, seed, verdict.label])).toEqual([[1, 1, 'CP'], [2, 2, 'inconclusive'], [3, 3, 'CP']])
    expect(result.headlines).toMatchObject([
      {
        ...{ store: 'postgres', profileId: 'T-1', workload: 'register', label: 'inconclusive', consistency: 'open', availability: 'lost' },
        disagreements: ['leader-alone: 2 of 3 lost A, 1 of 3 inconclusive'],
        missing: ['leader-in-majority was not run'],
      },
    ])
  })

  it('check says the headline on top, the matrix on demand, and compares with what is stored', async () => {
    const { code, stdout, stderr } = await runHere(['check', folder, '--matrix'])
    const flat = stdout.replace(/\s+/g, ' ')
    expect(flat).toContain('Worst over shapes and repetitions PostgreSQL T-1 test, register: CP → inconclusive: C open: no trial lost it, and 1 of 3 is inconclusive; A lost in 2 of 3 trials.')
    expect(flat).toContain('Repetitions disagree: leader-alone: 2 of 3 lost A, 1 of 3 inconclusive. Not the full sweep: leader-in-majority was not run.')
    expect(flat).toContain('leader-alone, repetition 2')
    expect(flat).toContain('write minority n1 none 0/50/0, at most 6 % the same')
    expect(stderr).toContain('Same result as stored, byte for byte.')
    expect(code).toBe(2)
  })

  it('verify finds a headline that was forged', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'capcheck-headline-'))
    afterAll(() => rmSync(scratch, { recursive: true }))
    cpSync(folder, scratch, { recursive: true })
    const path = join(scratch, 'result.json')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"consistency": "open"', '"consistency": "kept"'))
    const { same, other } = await verifyEvidence((await writeEvidence(scratch, '0.1.0')).path)
    expect(same).toBe(false)
    expect(other).toEqual([{ field: 'headlines[postgres PG-5 register].consistency', stored: 'kept', recomputed: 'open' }])
  })
})
