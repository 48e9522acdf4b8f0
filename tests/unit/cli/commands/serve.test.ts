import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { basename, dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runProgram } from '../../../../src/cli/program.ts'
import { finishedRun } from '../../../helpers/finished-run.ts'
import { runHere } from '../../../helpers/run-here.ts'

describe('capcheck serve', () => {
  it('serves one run folder until it is stopped, and ends with 0', async () => {
    const folder = await finishedRun()
    const stop = new AbortController()
    let said: (line: string) => void
    const address = new Promise<string>((resolve) => (said = resolve))
    const io = { out: (line: string) => said(line), err: () => undefined, isTTY: false, env: {} }
    const ended = runProgram(['serve', basename(folder), '--port', '0'], { io, stop: stop.signal, cwd: dirname(folder), now: () => new Date() })
    const answer = await fetch(await address)
    expect(await answer.text()).toContain('1 run')
    stop.abort()
    expect(await ended).toBe(0)
    await expect(fetch(await address)).rejects.toThrow('fetch failed')
  })

  it('says which port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => taken.once('listening', resolve))
    const { port } = taken.address() as AddressInfo
    expect(await runHere(['serve', await finishedRun(), '--port', String(port)])).toMatchObject({ code: 64, stderr: expect.stringMatching(new RegExp(`port ${port} of 127\\.0\\.0\\.1 cannot be used: .*EADDRINUSE[^]*--port`)) })
    taken.close()
  })

  it.each([
    [['serve'], /there is no folder .*reports\/runs[^]*capcheck serve <folder>/],
    [['serve', '/dev/null'], /\/dev\/null is no folder/],
    [['serve', '--port', '65536'], /It must be at most 65535/],
    [['serve', '--port', 'http'], /whole number/],
  ])('%o is refused', async (args, message) => {
    expect(await runHere(args, { cwd: '/proc' })).toMatchObject({ code: 64, stderr: expect.stringMatching(message) })
  })
})
