import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { select } from '../../../../src/pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../../../src/run/plan.ts'
import { runHere } from '../../../helpers/run-here.ts'

const cwd = mkdtempSync(join(tmpdir(), 'capcheck-init-'))
afterAll(() => rmSync(cwd, { recursive: true }))

describe('capcheck init', () => {
  it('writes a workload that a run accepts, and says how to run it', async () => {
    const { code, stdout, stderr } = await runHere(['init', 'chat'], { cwd })
    expect({ code, stdout }).toEqual({ code: 0, stdout: './chat/workload.mts\n./chat/README.md\n' })
    expect(stderr).toBe('Next: capcheck run --profile PG-5,PG-2 --workload ./chat/workload.mts\n')
    const file = join(cwd, 'chat', 'workload.mts')
    const chosen = await select({ stores: [], profiles: ['PG-5', 'PG-2'], workloads: [file], shapes: [], seed: 1, options: DEFAULT_OPTIONS })
    expect(chosen.flatMap(({ trials }) => trials.map(({ profile, workloads }) => [profile, ...workloads]))).toEqual([['PG-5', 'register', file], ['PG-2', 'register', file]])
    for (const name of ['workload.mts', 'README.md']) expect(readFileSync(join(cwd, 'chat', name), 'utf8')).not.toContain('NAME')
    expect(readFileSync(file, 'utf8')).toContain("name: 'chat'")
  })

  it('makes the folders above, and uses an empty one', async () => {
    mkdirSync(join(cwd, 'empty'))
    for (const name of ['empty', 'deep/in/there']) expect((await runHere(['init', name], { cwd })).code).toBe(0)
    expect(readdirSync(join(cwd, 'deep/in/there')).toSorted()).toEqual(['README.md', 'workload.mts'])
  })

  it('never writes where something is', async () => {
    mkdirSync(join(cwd, 'used'))
    writeFileSync(join(cwd, 'used', 'README.md'), 'mine')
    writeFileSync(join(cwd, 'file'), 'mine')
    for (const name of ['used', 'file']) expect(await runHere(['init', name], { cwd })).toMatchObject({ code: 64, stdout: '', stderr: expect.stringMatching(/exists and is n/) })
    expect(readFileSync(join(cwd, 'used', 'README.md'), 'utf8')).toBe('mine')
    expect(readdirSync(join(cwd, 'used'))).toEqual(['README.md'])
  })

  it.each([
    ['Upper', /"Upper" cannot be the name of a workload; allowed: a small letter/],
    ['a b', /"a b" cannot be/],
    ['register', /"register" is a workload of capcheck itself/],
    ['x'.repeat(41), /cannot be the name/],
  ])('refuses the name %s', async (name, message) => {
    expect(await runHere(['init', name], { cwd })).toMatchObject({ code: 64, stderr: expect.stringMatching(message) })
  })

  it('says so when the folder cannot be made', async () => {
    expect(await runHere(['init', 'inside'], { cwd: join(cwd, 'file') })).toMatchObject({ code: 64, stderr: expect.stringMatching(/inside cannot be written/) })
  })
})
