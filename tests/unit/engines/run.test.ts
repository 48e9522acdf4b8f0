import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { runner } from '../../../src/engines/run.ts'
import { program, scratch } from './fixture.ts'

const RUN = JSON.stringify(new URL('../../../src/engines/run.ts', import.meta.url).href)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('commands', () => {
  test('see the given environment and no other', async () => {
    const run = runner({ PATH: '/usr/bin:/bin', ONE: '1' })
    expect((await run('/usr/bin/env', [], { env: { TWO: '2' } })).output.split('\n').sort()).toEqual(['ONE=1', 'PATH=/usr/bin:/bin', 'TWO=2'])
  })

  test('that fail or hang give a reason and throw nothing', async () => {
    const run = runner({ PATH: '/usr/bin:/bin' })
    expect(await run('/bin/sh', ['-c', 'echo why >&2; exit 3'])).toEqual({ ok: false, output: 'why' })
    expect((await run('/nowhere/program', [])).ok).toBe(false)
    const hanging = await run('/bin/sleep', ['60'], { timeoutMs: 200 })
    expect(hanging).toMatchObject({ ok: false, output: expect.stringContaining('timed out') })
  })

  test('that are mortal end when whoever started them is killed', async () => {
    const folder = await scratch()
    const sleeper = await program(join(folder, 'sleeper'), `echo $$ > ${folder}/pid; exec sleep 60`)
    const script = `import { runner } from ${RUN}; await runner(process.env)(${JSON.stringify(sleeper)}, [], { mortal: true, timeoutMs: 60_000 })`
    const starter = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    const pid = await vi.waitFor(async () => {
      const text = await readFile(join(folder, 'pid'), 'utf8')
      expect(text).toMatch(/^\d+\n$/)
      return Number(text)
    }, 20_000)
    expect(isAlive(pid)).toBe(true)
    starter.kill('SIGKILL')
    await once(starter, 'exit')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5_000)
  })
})
