import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { check } from '../../../src/index.ts'
import { finishedRun } from '../../helpers/finished-run.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-library-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const stale = join(scratch, 'stale.jsonl')
const line = (process: number, type: string, f: string, value: unknown, time: number): string => `${JSON.stringify({ process, type, f, value, time })}\n`
writeFileSync(stale, [line(0, 'invoke', 'write', 2, 0), line(0, 'ok', 'write', 2, 10), line(0, 'invoke', 'write', 1, 20), line(0, 'ok', 'write', 1, 30), line(1, 'invoke', 'read', null, 40), line(1, 'ok', 'read', 2, 50)].join(''))

describe('a history file', () => {
  it('is judged, with the operations that prove it', async () => {
    const found = await check(stale)
    expect(found).toMatchObject({ kind: 'history', valid: false, model: 'cas-register', operations: 3 })
    if (found.kind === 'history') expect(found.violations[0]!.operations.length).toBeGreaterThan(0)
  })

  it('takes a model and a first state', async () => {
    expect(await check(stale, { model: 'register', initial: 5, budgetMs: 5000 })).toMatchObject({ kind: 'history', valid: false, model: 'register' })
  })

  it('ends with the reason of the signal', async () => {
    await expect(check(stale, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })
})

describe('a run folder', () => {
  it('gives the result anew, and says that it is the stored one', async () => {
    const found = await check(await finishedRun(), { expect: ['postgres/PG-5=CP'] })
    expect(found).toMatchObject({ kind: 'run', stored: 'same', unmet: [], result: { exitCode: 0 } })
  })

  it('says what differs from the stored one', async () => {
    const folder = await finishedRun()
    const file = join(folder, 'result.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('"label": "CP"', '"label": "AP"'))
    expect(await check(folder)).toMatchObject({ stored: { before: expect.stringContaining('"label": "AP"'), after: expect.stringContaining('"label": "CP"') } })
    rmSync(file)
    expect(await check(folder)).toMatchObject({ stored: 'absent' })
  })

  it('says which expectation is not met, and why', async () => {
    const found = await check(await finishedRun(), { expect: ['postgres/PG-5/register=AP'] })
    expect(found).toMatchObject({ unmet: [expect.stringMatching(/^expected postgres\/PG-5\/register=AP, but .* register, leader-alone is CP .*n1 answered 0/)] })
  })
})

describe('what cannot be checked', () => {
  it.each([
    ['a path that is not there', '/not/there', {}, /no file or folder/],
    ['a folder with a model', scratch, { model: 'register' }, /no option "model"; allowed: expect/],
    ['a file with an expectation', stale, { expect: ['postgres/PG-5=CP'] }, /no option "expect"; allowed: model/],
    ['a folder that is no run', scratch, {}, /not a run folder/],
    ['a budget below 1', stale, { budgetMs: 0 }, /the option budgetMs cannot be 0/],
    ['a format that there is not', stale, { format: 'xml' as 'jsonl' }, /the option format cannot be "xml"/],
  ])('%s is refused with exit code 64', async (_what, path, options, message) => {
    await expect(check(path, options)).rejects.toMatchObject({ name: 'CapcheckError', exitCode: 64, message: expect.stringMatching(message) })
  })
})
