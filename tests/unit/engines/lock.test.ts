import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { withLock } from '../../../src/engines/lock.ts'
import { scratch } from './fixture.ts'

describe('lock', () => {
  test('lets one at a time', async () => {
    const look = { cache: await scratch(), env: process.env }
    const order: string[] = []
    const work = (name: string) => async () => {
      order.push(`${name} in`)
      await sleep(50)
      order.push(`${name} out`)
    }
    await Promise.all([withLock(look, 'thing', () => {}, work('a')), withLock(look, 'thing', () => {}, work('b'))])
    expect([order[1], order[3]]).toEqual([order[0]?.replace('in', 'out'), order[2]?.replace('in', 'out')])
  })

  test('passes on what the work throws, and is free afterwards', async () => {
    const look = { cache: await scratch(), env: process.env }
    await expect(withLock(look, 'thing', () => {}, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await withLock(look, 'thing', () => {}, () => Promise.resolve(1))).toBe(1)
  })

  test('whoever holds it and is killed has lost it', async () => {
    const cache = await scratch()
    const script = `
      import { withLock } from ${JSON.stringify(new URL('../../../src/engines/lock.ts', import.meta.url).href)}
      await withLock({ cache: process.argv[1], env: process.env }, 'thing', () => {}, async () => {
        console.log('held')
        await new Promise((never) => setTimeout(never, 60_000))
      })`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', script, cache], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    let waited = false
    const mine = withLock({ cache, env: process.env }, 'thing', () => (waited = true), () => Promise.resolve('mine'))
    await sleep(1_300)
    expect(waited).toBe(true)
    holder.kill('SIGKILL')
    expect(await mine).toBe('mine')
  })
})
