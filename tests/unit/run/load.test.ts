import { describe, expect, it } from 'vitest'
import type { Op } from '../../../src/core/op.ts'
import type { Lane } from '../../../src/run/lane.ts'
import { Load } from '../../../src/run/load.ts'
import { bankTransfer } from '../../../workloads/bank-transfer/workload.ts'
import { likesCounter } from '../../../workloads/likes-counter/workload.ts'
import { register } from '../../../workloads/register/workload.ts'

/** Stands where a lane would, and only notes what it is given: the load is what is tested. */
function noting(workload: typeof register, answer: () => Promise<void> = () => Promise.resolve()) {
  const sent: { home: string; op: Op }[] = []
  let open = 0
  let most = 0
  const lane = {
    parts: { workload, profile: {} },
    unsent: 0,
    lastSeen: () => null,
    async perform(home: string, op: Op) {
      sent.push({ home, op })
      most = Math.max(most, ++open)
      await answer()
      open--
    },
  }
  return { lane: lane as unknown as Lane, sent, most: () => most }
}

async function run(workload: typeof register, seed: number): Promise<{ home: string; op: Op }[]> {
  const { lane, sent } = noting(workload)
  const load = new Load([lane], { seed, sides: [['n1'], ['n2', 'n3']], rate: 200, inFlight: 8 })
  load.start()
  while (sent.length < 400) await new Promise((resolve) => setTimeout(resolve, 5))
  await load.stop()
  return sent
}

const byStream = (sent: { home: string; op: Op }[], count: number) =>
  Object.fromEntries([...Map.groupBy(sent, ({ home, op }) => `${home} ${op.f}`)].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, ops]) => [name, ops.slice(0, count)]))

describe('load', () => {
  it.each([register, bankTransfer, likesCounter])('the same seed gives the same operations: $name', async (workload) => {
    const [first, second] = [await run(workload, 5), await run(workload, 5)]
    expect(byStream(first, 20)).toEqual(byStream(second, 20))
    expect(byStream(await run(workload, 6), 20)).not.toEqual(byStream(first, 20))
  })

  it('no value and no transfer id is used twice', async () => {
    const writes = (await run(register, 1)).filter(({ op }) => op.f === 'write').map(({ op }) => op.value)
    expect(new Set(writes).size).toBe(writes.length)
    const ids = (await run(bankTransfer, 1)).filter(({ op }) => op.f === 'transfer').map(({ op }) => (op.value as { id: string }).id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('what is liked beside n1 is unliked beside the others, so that a count without the other side is wrong', async () => {
    const sent = await run(likesCounter, 1)
    const drift = (beside: (home: string) => boolean, posts: readonly string[]) =>
      sent.filter(({ home, op }) => beside(home) && posts.includes(op.key!)).reduce((sum, { op }) => sum + (op.f === 'like' ? 1 : op.f === 'unlike' ? -1 : 0), 0)
    const [here, there] = [(home: string) => home === 'n1', (home: string) => home !== 'n1']
    expect(drift(here, ['post0', 'post1'])).toBeGreaterThan(20)
    expect(drift(here, ['post2', 'post3'])).toBeLessThan(-20)
    expect(drift(there, ['post0', 'post1'])).toBeLessThan(-20)
    expect(drift(there, ['post2', 'post3'])).toBeGreaterThan(20)
  })

  it('what is due beyond the limit in flight is counted, not queued', async () => {
    const { lane, sent, most } = noting({ ...register, kinds: register.kinds.slice(0, 1) }, () => new Promise((resolve) => setTimeout(resolve, 200)))
    const load = new Load([lane], { seed: 1, sides: [['n1']], rate: 500, inFlight: 4 })
    load.start()
    while (lane.unsent === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    await load.stop()
    expect(most()).toBe(4)
    expect(sent.length).toBeGreaterThanOrEqual(4)
  })
})
