import { mkdtempSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ciFiles } from '../../../src/cli/ci-files.ts'
import { buildResult } from '../../../src/report/build-result.ts'
import { runHere } from '../../helpers/run-here.ts'
import { parseXml } from '../../helpers/xml.ts'
import { resultInput } from '../report/fixture.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-ci-'))
afterAll(() => rmSync(scratch, { recursive: true }))
writeFileSync(join(scratch, 'result.json'), JSON.stringify(buildResult(resultInput())))
const compare = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runHere(['compare', join(scratch, 'result.json'), ...args], { env, cwd: scratch })

describe('files for a CI job', () => {
  it('--junit writes XML, into a new folder where there is none', async () => {
    expect((await compare(['--junit', 'new/folder/junit.xml'])).code).toBe(0)
    expect(parseXml(readFileSync(join(scratch, 'new/folder/junit.xml'), 'utf8')).name).toBe('testsuites')
  })

  it('the summary is appended to $GITHUB_STEP_SUMMARY, as GitHub expects', async () => {
    const file = join(scratch, 'step.md')
    writeFileSync(file, 'before\n')
    await compare([], { GITHUB_STEP_SUMMARY: file })
    await compare([], { GITHUB_STEP_SUMMARY: file })
    expect(readFileSync(file, 'utf8')).toMatch(/^before\n## capcheck compare\n[^]*\| --- \|[^]*\n\n## capcheck compare\n/)
  })

  it('--summary names another file', async () => {
    const step = join(scratch, 'unused.md')
    await compare(['--summary', 'mine.md'], { GITHUB_STEP_SUMMARY: step })
    expect(readFileSync(join(scratch, 'mine.md'), 'utf8')).toMatch(/^## capcheck compare/)
    expect(existsSync(step)).toBe(false)
  })

  it('a $GITHUB_STEP_SUMMARY that cannot be written is a note, and no failure', async () => {
    const { code, stderr } = await compare([], { GITHUB_STEP_SUMMARY: join(scratch, 'nowhere', 'step.md') })
    expect(stderr).toMatch(/note: the summary of this step cannot be written/)
    expect(code).toBe(0)
  })

  it.each([
    ['a folder', '--junit', '.', /--junit .* cannot be written: it is a folder/],
    ['a place below a file', '--summary', 'result.json/x.md', /--summary .*x\.md cannot be written/],
    ['a place that can never be made', '--junit', '/proc/capcheck/x.xml', /--junit \/proc\/capcheck\/x\.xml cannot be written/],
  ])('%s is refused before the work', async (_what, flag, path, message) => {
    const { code, stdout, stderr } = await compare([flag, path])
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })

  it('nothing is made when nobody asks', () => {
    const never = (): never => {
      throw new Error('made')
    }
    const files = ciFiles({}, { io: { out: never, err: never, isTTY: false, env: { GITHUB_STEP_SUMMARY: '' } }, cwd: scratch })
    expect(() => files.write(never, never)).not.toThrow()
  })
})
