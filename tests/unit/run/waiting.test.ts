import { expect, it } from 'vitest'
import { Waiting } from '../../../src/run/waiting.ts'

const alive = new Promise<never>(() => undefined)
const long = new Promise<void>(() => undefined)

it('gives what was waited for', async () => {
  const waiting = new Waiting(new AbortController().signal, alive)
  expect(await waiting.unlessStopped(Promise.resolve(3))).toBe(3)
  await expect(waiting.unlessStopped(Promise.reject(new Error('no')))).rejects.toThrow('no')
  await waiting.pause(1)
})

it('ends when the user stops, also before it begins', async () => {
  const stop = new AbortController()
  const waiting = new Waiting(stop.signal, alive)
  const [pause, work] = [waiting.pause(60_000), waiting.unlessStopped(long)]
  stop.abort(new Error('stopped'))
  await expect(work).rejects.toThrow('stopped')
  await expect(pause).rejects.toThrow(/aborted|stopped/)
  expect(() => waiting.pause(60_000)).toThrow('stopped')
})

it('ends when a node dies', async () => {
  const died = Promise.reject<never>(new Error('n2 died'))
  await expect(new Waiting(new AbortController().signal, died).unlessStopped(long)).rejects.toThrow('n2 died')
})
