import { describe, expect, it } from 'vitest'
import { finishRun } from '../../../src/pipeline/finish-run.ts'
import { recordedByRun } from '../../../src/pipeline/recorded.ts'
import { finishedRun, TRIAL } from '../../helpers/finished-run.ts'

const { result, trials } = await finishRun(await finishedRun())
const recorded = recordedByRun(trials).get(`${TRIAL}/register`)!

describe('what the page draws beside the result', () => {
  it('stands under the id of the run, with every operation and the fault', () => {
    expect(result.runs.map(({ id }) => id)).toEqual([`${TRIAL}/register`])
    expect(recorded.operations).toHaveLength(result.runs[0]!.operations.total)
    expect(recorded.fault.links.map(({ link }) => `${link.from}->${link.to}`)).toEqual(result.runs[0]!.cut.links)
  })

  it('knows the age of every answered read, none of which was stale here', () => {
    const reads = recorded.operations.filter(({ f, type, phase }) => f === 'read' && type === 'ok' && phase !== 'after')
    expect(recorded.ages!.length).toBeGreaterThanOrEqual(reads.length)
    expect(recorded.ages!.every(({ age }) => age === 0)).toBe(true)
  })

  it('has the final rounds, in which all nodes agree', () => {
    expect(new Set(recorded.finalRounds.map(({ home }) => home))).toEqual(new Set(['n1', 'n2', 'n3']))
    expect(new Set(recorded.finalRounds.map(({ answer }) => answer))).toEqual(new Set([0]))
  })

  it('has no ages where no check of the workload tells them', () => {
    const [trial] = trials
    const [lane] = trial!.lanes
    const unknown = { ...trial!, lanes: [{ ...lane!, judgement: { ...lane!.judgement, checks: [] } }] }
    expect(recordedByRun([unknown]).get(`${TRIAL}/register`)!.ages).toBeNull()
  })
})
