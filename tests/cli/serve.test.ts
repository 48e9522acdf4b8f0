import { describe, expect, it } from 'vitest'
import { said, startCli } from '../helpers/cli.ts'
import { finishedRun } from '../helpers/finished-run.ts'

describe('capcheck serve in a process of its own', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly at %s, with a connection still open', async (signal) => {
    const running = startCli(['serve', await finishedRun(), '--port', '0'])
    const address = await new Promise<string>((resolve) => running.child.stdout!.once('data', (text: Buffer) => resolve(text.toString().trim())))
    await said(running, 'Ctrl+C ends it')
    expect(new URL(address).hostname).toBe('127.0.0.1')
    expect((await fetch(address)).status).toBe(200)
    running.child.kill(signal)
    expect(await running.finished).toMatchObject({ code: 0, signal: null })
  })
})
