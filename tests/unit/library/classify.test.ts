import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { HistoryEvent } from '../../../src/core/event.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import { classify, type Check, type Observations } from '../../../src/index.ts'
import { finishedRun, TRIAL } from '../../helpers/finished-run.ts'

async function observed(): Promise<Observations> {
  const folder = join(await finishedRun(), TRIAL)
  const trial = JSON.parse(readFileSync(join(folder, 'trial.json'), 'utf8')) as TrialRecord
  const register = readFileSync(join(folder, 'register.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as HistoryEvent)
  return { trial, histories: { register } }
}

const CP = { store: 'postgres', workload: 'register', shape: 'leader-alone', verdict: { label: 'CP' }, witness: null }

describe('a run folder', () => {
  it('gets the verdicts that its histories earn', async () => {
    expect(await classify(await finishedRun())).toMatchObject([CP])
  })
})

describe('observations', () => {
  it('get the verdict that the same files in a run folder get', async () => {
    const [fromFolder] = await classify(await finishedRun())
    expect(await classify(await observed())).toEqual([fromFolder])
    expect(fromFolder).toMatchObject(CP)
  })

  it('without a proof of the cut earn no letter', async () => {
    const { trial, histories } = await observed()
    const [only] = await classify({ trial: { ...trial, probes: [] }, histories })
    expect(only!.verdict.label).toBe('inconclusive')
    expect(only!.verdict.preconditions.filter(({ ok }) => !ok).map(({ id }) => id)).toContain('cut')
  })

  it('with a stale read at the end are no longer CP, and the witness is told', async () => {
    const { trial, histories } = await observed()
    const register = histories.register!.map((event, index, all) => (index === all.length - 1 ? { ...event, value: 1 } : event))
    const [only] = await classify({ trial, histories: { register } })
    expect(only).toMatchObject({ verdict: { label: 'neither' }, witness: { confirmed: true } })
    expect(only!.witness!.explanation.length).toBeGreaterThan(0)
  })

  it('of a workload of another harness are judged by the checks that come with them', async () => {
    const { trial, histories } = await observed()
    const lanes = [...trial.lanes, { ...trial.lanes[0]!, workload: 'mine' }]
    const broken: Check = ({ operations }) => ({ check: 'mine', valid: false, summary: 'broken', witness: { explanation: ['because'], operations: operations.slice(0, 1), confirmed: true }, counts: 'linearizability', details: {} })
    const mine = { trial: { ...trial, lanes }, histories: { ...histories, mine: histories.register! } }
    expect((await classify({ ...mine, checks: { mine: [broken] } })).map(({ verdict }) => verdict.label)).toEqual(['CP', 'neither'])
    await expect(classify(mine)).rejects.toThrow(/"mine" is no workload of capcheck/)
  })

  it('that are not complete or not understood are refused, naming the place', async () => {
    const { trial, histories } = await observed()
    await expect(classify({ trial, histories: {} })).rejects.toThrow(/no history of register/)
    await expect(classify({ trial: { ...trial, nodes: ['x' as 'n1'] }, histories })).rejects.toThrow(/observations is not as capcheck writes it: nodes\.0/)
    const events = [...histories.register!]
    events[4] = { ...events[4]!, phase: 'lunch' as 'steady' }
    await expect(classify({ trial, histories: { register: events } })).rejects.toThrow(/event 5 of the history of register: "phase" must be one of setup/)
  })
})
