import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { emptyRun } from '../../../helpers/run-folder.ts'
import { runHere } from '../../../helpers/run-here.ts'
import { parseXml } from '../../../helpers/xml.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-expect-'))
afterAll(() => rmSync(scratch, { recursive: true }))

describe('capcheck check --expect', () => {
  const folder = emptyRun(join(scratch, 'run'))

  it('an inconclusive run meets nothing: exit code 1 and a line that says so', async () => {
    expect((await runHere(['check', folder])).code).toBe(2)
    const { code, stderr } = await runHere(['check', folder, '--expect', 'postgres/PG-5=CP,postgres/PG-5/register=AP'])
    expect(stderr.match(/^NOT MET: expected postgres\/PG-5.* but PG-5 register, leader-alone is inconclusive: /gm)).toHaveLength(2)
    expect(stderr).toMatch(/^Expectations: 0 of 2 met\.$/m)
    expect(code).toBe(1)
  })

  it.each([
    ['something that the run has not', [folder, '--expect', 'mongodb/M-4=CP'], /about something that is not run; run is: postgres\/PG-5\/register/],
    ['a history file', [join(folder, 'run.json'), '--expect', 'postgres/PG-5=CP'], /--expect is for run folders/],
  ])('%s is refused', async (_what, args, message) => {
    const { code, stdout, stderr } = await runHere(['check', ...args])
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })
})

describe('capcheck run --expect', () => {
  const engineless = { CAPCHECK_CACHE: join(scratch, 'cache'), PATH: '/nowhere', CAPCHECK_MONGOD: '' }
  mkdirSync(engineless.CAPCHECK_CACHE)
  const run = (...args: string[]) => runHere(['run', '--on', 'sandbox', '--store', 'mongodb', '--profile', 'M-4', ...args], { env: engineless, cwd: scratch })

  it('a store that could not be run meets nothing; the files for CI say so too', async () => {
    const { code, stderr } = await run('--expect', 'mongodb/M-4=CP', '--junit', 'junit.xml', '--summary', 'summary.md')
    expect(stderr).toMatch(/^NOT MET: expected mongodb\/M-4=CP: it was not run: /m)
    expect(code).toBe(1)
    expect(parseXml(readFileSync(join(scratch, 'junit.xml'), 'utf8')).attributes).toMatchObject({ tests: '1', errors: '1' })
    expect(readFileSync(join(scratch, 'summary.md'), 'utf8')).toMatch(/Not run:[^]*- \*\*not met\*\*: expected mongodb/)
  })

  it('a mistake is refused before anything is made', async () => {
    const { code, stderr } = await run('--expect', 'mongodb/M-5=CP', '--out', 'never')
    expect(stderr).toMatch(/about something that is not run/)
    expect(code).toBe(64)
    expect(() => readFileSync(join(scratch, 'never', 'run.json'))).toThrow(/ENOENT/)
  })

  it('an unknown name is answered with what was meant', async () => {
    expect((await run('--expect', 'mongod/M-4=CP')).stderr).toMatch(/no store "mongod"; allowed: postgres, mongodb, cassandra\nDid you mean mongodb\?/)
  })
})
