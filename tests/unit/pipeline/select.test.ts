import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { select } from '../../../src/pipeline/select.ts'
import { DEFAULT_OPTIONS } from '../../../src/run/plan.ts'

const wanted = { stores: [], profiles: [], workloads: [], shapes: [], seed: 1, options: DEFAULT_OPTIONS }
const short = async (more: Partial<typeof wanted> | { [name: string]: string[] }) =>
  (await select({ ...wanted, ...more })).flatMap(({ store, trials }) => trials.map((trial) => `${store.id} ${trial.profile} ${trial.shape}: ${trial.workloads.join(' ')}`))

it('the default comparison is two configurations of each store with all workloads', async () => {
  const all = 'register bank-transfer likes-counter'
  expect(await short({})).toEqual([
    `postgres PG-5 leader-alone: ${all}`,
    `postgres PG-2 leader-alone: ${all}`,
    `mongodb M-4 leader-alone: ${all}`,
    `mongodb M-5 leader-alone: ${all}`,
    `cassandra C-1 leader-alone: ${all}`,
    `cassandra C-4 leader-alone: ${all}`,
  ])
})

it('the id of a lane chooses that lane, and the register always runs beside it', async () => {
  expect(await short({ profiles: ['C-7'] })).toEqual(['cassandra C-1 leader-alone: register likes-counter'])
  expect(await short({ profiles: ['M-6'] })).toEqual(['mongodb M-4 leader-alone: register bank-transfer'])
})

it('ids joined by a slash are one configuration', async () => {
  expect(await short({ profiles: ['C-1/C-7'] })).toEqual(['cassandra C-1 leader-alone: register bank-transfer likes-counter'])
})

it('a workload narrows the lanes, and shapes multiply the trials', async () => {
  expect(await short({ profiles: ['PG-1'], workloads: ['bank-transfer'], shapes: ['leader-alone', 'leader-in-majority'] })).toEqual([
    'postgres PG-1 leader-alone: register bank-transfer',
    'postgres PG-1 leader-in-majority: register bank-transfer',
  ])
})

it('a workload that the chosen lane does not offer is refused', async () => {
  await expect(short({ profiles: ['C-7'], workloads: ['bank-transfer'] })).rejects.toThrow('C-7 does not offer the workload bank-transfer; it offers likes-counter')
})

it('latency is measured once for each profile, whatever the number of shapes', async () => {
  const chosen = await select({ ...wanted, profiles: ['PG-1', 'PG-5'], shapes: ['leader-alone', 'leader-in-majority'], pacelc: true })
  expect(chosen.flatMap(({ trials }) => trials.map(({ profile, shape, pacelc }) => [profile, shape, pacelc]))).toEqual([
    ['PG-1', 'leader-alone', true],
    ['PG-1', 'leader-in-majority', false],
    ['PG-5', 'leader-alone', true],
    ['PG-5', 'leader-in-majority', false],
  ])
})

describe("a workload file of one's own", () => {
  const workloads = ['./templates/workload/workload.mts']
  const file = resolve(workloads[0]!)

  it('runs on the stores that it knows when none was named', async () => {
    expect(await short({ workloads })).toEqual([`postgres PG-5 leader-alone: register ${file}`, `postgres PG-2 leader-alone: register ${file}`])
  })

  it.each<{ [name: string]: string[] }>([{ stores: ['mongodb'] }, { profiles: ['PG-5', 'C-4'] }])('is refused for a store that was named and that it does not know: %o', async (named) => {
    await expect(short({ workloads, ...named })).rejects.toMatchObject({
      exitCode: 64,
      message: expect.stringMatching(/workload\.mts does not say how to use (mongodb|cassandra); its stores are: postgres/),
      hint: expect.stringContaining('--store'),
    })
  })
})
