import { expect, it } from 'vitest'
import type { Cluster, Store } from '../../../src/core/store.ts'
import { Health } from '../../../src/run/health.ts'

/** A store whose cluster is unwell so many times; each look takes 10 ms of the trial. */
function sick(times: number): Health {
  let looks = 0
  const store = { health: () => Promise.resolve(looks++ < times ? { ok: false, detail: `n2 is away (${looks})` } : { ok: true, detail: 'all there' }) }
  return new Health(store as unknown as Store<unknown>, {} as Cluster, { now: () => looks * 10e6 })
}

it('knows nothing before it was asked', () => {
  const { before, recovered } = sick(0)
  expect([before, recovered]).toEqual([{ ok: false, detail: 'not reached' }, { ok: false, afterMs: null, detail: 'not reached' }])
})

it('waits for a healthy cluster, and says how it is now', async () => {
  const health = sick(1)
  await health.reach(5000)
  expect(health.before).toEqual({ ok: true, detail: 'all there' })
  await expect(sick(99).reach(1)).rejects.toThrow('for a healthy cluster under load')
})

it('says when the cluster was whole again, counted from the heal', async () => {
  const health = sick(1)
  await health.recover(5e6, 5000)
  expect(health.recovered).toEqual({ ok: true, afterMs: 15, detail: 'all there' })
})

it('says what was wrong last when it never was', async () => {
  const health = sick(99)
  await health.recover(0, 1)
  expect(health.recovered).toMatchObject({ ok: false, afterMs: null, detail: expect.stringMatching(/^not whole 0.001 s after the heal: n2 is away/) as string })
  health.giveUp('n2 stays away')
  expect(health.recovered).toEqual({ ok: false, afterMs: null, detail: 'n2 stays away' })
})
