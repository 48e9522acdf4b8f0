import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { run, type RunEvent, type RunOptions } from '../../../src/index.ts'

const cwd = mkdtempSync(join(tmpdir(), 'capcheck-library-'))
afterAll(() => rmSync(cwd, { recursive: true }))

describe('options', () => {
  it.each([
    [{ profile: ['PG-5'] } as RunOptions, /run: no option "profile"; allowed: stores, profiles/, 'Did you mean profiles?'],
    [{ rate: 0 }, /run: the option rate cannot be 0/, undefined],
    [{ seed: 1.5 }, /run: the option seed cannot be 1\.5/, undefined],
    [{ stores: 'postgres' } as unknown as RunOptions, /run: the option stores cannot be "postgres"/, undefined],
    [{ stores: ['postgres', ''] }, /run: the option stores\.1 cannot be ""/, undefined],
    [{ on: 'moon' } as unknown as RunOptions, /run: the option on cannot be "moon"/, undefined],
    [{ profiles: ['PG-99'] }, /no profile "PG-99"/, 'capcheck list profiles says what each one is.'],
    [{ images: { oracle: 'oracle:23' } }, /oracle=oracle:23 is not understood/, expect.stringContaining('mongodb')],
    [{ images: { mongodb: 'mongo:8.2' }, on: 'sandbox' }, /for containers/, expect.any(String)],
    [{ profiles: ['PG-5'], expect: ['postgres/PG-1=CP'] }, /postgres\/PG-1=CP is about something that is not run/, expect.any(String)],
  ] as const)('%o are refused before anything is started', async (options, message, hint) => {
    await expect(run({ cwd, ...options })).rejects.toMatchObject({ name: 'CapcheckError', exitCode: 64, message: expect.stringMatching(message), hint })
    expect(existsSync(join(cwd, 'reports'))).toBe(false)
  })
})

describe('a store without its engine', () => {
  it('stands in the result with the reason, meets no expectation, and leaves a whole run folder', async () => {
    const events: RunEvent[] = []
    const out = join(cwd, 'run')
    const env = { PATH: '/nowhere', CAPCHECK_CACHE: join(cwd, 'empty-cache'), CAPCHECK_MONGOD: '' }
    const { result, unmet, folder, evidence } = await run({ cwd, out, env, stores: ['mongodb'], profiles: ['M-4'], on: 'sandbox', seed: 7, rate: 30, expect: ['mongodb/M-4=CP'], onProgress: (event) => events.push(event) })
    expect(result).toMatchObject({ runs: [], notRun: [{ store: 'mongodb' }], exitCode: 3 })
    expect(result.command).toBe('capcheck run --store mongodb --profile M-4 --shape leader-alone --on sandbox --rate 30 --expect mongodb/M-4=CP --seed 7')
    expect(unmet).toEqual([expect.stringMatching(/^expected mongodb\/M-4=CP: it was not run: /)])
    expect(folder).toBe(out)
    expect(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))).toEqual(result)
    expect(existsSync(evidence.path)).toBe(true)
    expect(events).toEqual([])
  })

  it('is told in the same way when the signal was there before', async () => {
    const { result } = await run({ cwd, env: { PATH: '/nowhere', CAPCHECK_CACHE: join(cwd, 'empty-cache') }, stores: ['mongodb'], on: 'sandbox', signal: AbortSignal.abort() })
    expect(result).toMatchObject({ runs: [], notRun: [], exitCode: 130 })
  })
})
