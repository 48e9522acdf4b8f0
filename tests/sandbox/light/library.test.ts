import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type InstalledPackage, installPackage, ROOT } from '../../helpers/installed-package.ts'
import { missing } from '../../helpers/needs.ts'

const reason = await missing(['postgres'])
const EXAMPLE = readFileSync(join(ROOT, 'examples/vitest/consistency.test.ts'), 'utf8')

describe.skipIf(reason !== null)('the vitest example, in a project that installed the package', () => {
  let installed: InstalledPackage
  beforeAll(() => {
    installed = installPackage(['vitest'])
    writeFileSync(join(installed.project, 'package.json'), '{ "type": "module" }')
  })
  afterAll(() => rmSync(installed.project, { recursive: true, force: true }))

  /** Exit code and output of `vitest run` on one file of the project. */
  function vitest(name: string, text: string): Promise<{ readonly failed: boolean; readonly output: string }> {
    writeFileSync(join(installed.project, name), text)
    const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', name]
    const env = { ...process.env, NO_COLOR: '1', VITEST: undefined, VITEST_WORKER_ID: undefined }
    return new Promise((resolve) => execFile(process.execPath, args, { cwd: installed.project, env }, (error, stdout, stderr) => resolve({ failed: error !== null, output: stdout + stderr })))
  }

  it('passes on a real cluster', async () => {
    const { failed, output } = await vitest('right.test.ts', EXAMPLE)
    expect(output).toMatch(/1 passed/)
    expect(failed).toBe(false)
  })

  it('fails, and says why, when the configuration has not the letter that it should have', async () => {
    expect(EXAMPLE).toContain("'postgres/PG-5=CP'")
    const { failed, output } = await vitest('wrong.test.ts', EXAMPLE.replace('postgres/PG-5=CP', 'postgres/PG-5=AP'))
    expect(output).toMatch(/expected postgres\/PG-5=AP, but PG-5 register, leader-alone is CP \(observed\): No violation found/)
    expect(output).toMatch(/1 failed/)
    expect(failed).toBe(true)
  })
})
