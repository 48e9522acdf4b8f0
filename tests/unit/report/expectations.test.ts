import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { judgeExpectations, unmetByRun, type Expectation } from '../../../src/report/expectations.ts'
import { renderJunit } from '../../../src/report/junit.ts'
import { junitOfResult } from '../../../src/report/junit-run.ts'
import { renderSummary } from '../../../src/report/summary.ts'
import { parseXml } from '../../helpers/xml.ts'
import { resultInput } from './fixture.ts'

// PG-5 register is CP, PG-2 likes-counter neither, C-1 register AP, C-10 bank-transfer inconclusive; mongodb was not run.
const result = buildResult(resultInput())
const expected = (store: string, profile: string, workload: string | null, label: Expectation['label']): Expectation => ({
  ...{ store, profile, workload, label },
  text: `${store}/${profile}${workload === null ? '' : `/${workload}`}=${label}`,
})
const messages = (...expectations: Expectation[]) => judgeExpectations(result, expectations).map(({ unmet }) => unmet.map(({ message }) => message))

describe('what was expected', () => {
  it('is met when every run of it has the label', () => {
    expect(messages(expected('postgres', 'PG-5', null, 'CP'), expected('postgres', 'PG-2', 'likes-counter', 'neither'), expected('cassandra', 'C-1', 'register', 'AP'))).toEqual([[], [], []])
  })

  it('another label is not met, and the line says which run and why', () => {
    expect(messages(expected('postgres', 'PG-5', null, 'AP'))).toEqual([[expect.stringMatching(/^expected postgres\/PG-5=AP, but PG-5 register, leader-alone is CP \(observed\): No violation found/)]])
  })

  it.each(['CP', 'AP', 'neither'] as const)('an inconclusive run does not meet %s', (label) => {
    expect(messages(expected('cassandra', 'C-10', null, label))).toEqual([[expect.stringContaining('is inconclusive: The check ran out of time')]])
  })

  it('one run of several with another label is enough', () => {
    const [run] = result.runs
    const twice = { ...result, runs: [run!, { ...run!, shape: 'other', verdict: { ...run!.verdict, label: 'AP' as const } }] }
    const [judged] = judgeExpectations(twice, [expected('postgres', 'PG-5', null, 'CP')])
    expect(judged!.unmet.map(({ message }) => message)).toEqual([expect.stringContaining('PG-5 register, other is AP')])
  })

  it('a store that could not be run does not meet it, with the reason', () => {
    expect(messages(expected('mongodb', 'M-4', null, 'CP'))).toEqual([[expect.stringContaining('expected mongodb/M-4=CP: it was not run: no mongod was found')]])
  })
})

describe('what is not as expected', () => {
  const judged = judgeExpectations(result, [expected('postgres', 'PG-5', null, 'CP'), expected('cassandra', 'C-10', null, 'CP'), expected('mongodb', 'M-4', null, 'CP')])

  it('fails in JUnit, an inconclusive run too', () => {
    const { attributes, children } = parseXml(renderJunit('capcheck', junitOfResult(result, unmetByRun(judged))))
    expect(attributes).toMatchObject({ failures: '1', skipped: '0', errors: '1' })
    const failures = children.flatMap((suite) => suite.children).flatMap((each) => each.children.filter(({ name }) => name === 'failure'))
    expect(failures).toMatchObject([{ attributes: { message: expect.stringContaining('expected cassandra/C-10=CP, but') as string } }])
  })

  it('stands in the summary', () => {
    const summary = renderSummary(result, judged)
    expect(summary).toContain('- met: `postgres/PG-5=CP`')
    expect(summary.match(/- \*\*not met\*\*: expected/g)).toHaveLength(2)
  })
})
