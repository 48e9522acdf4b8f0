import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { compareResults } from '../../../src/report/comparison/comparison.ts'
import { renderComparisonMarkdown } from '../../../src/report/comparison/markdown.ts'
import { storedSchema, type StoredResult } from '../../../src/report/comparison/stored.ts'
import { renderComparisonCsv, renderComparisonJson } from '../../../src/report/comparison/table-files.ts'
import { renderComparisonText } from '../../../src/report/comparison/text.ts'
import { junitOfResult } from '../../../src/report/junit-run.ts'
import { renderMarkdown } from '../../../src/report/markdown.ts'
import { renderSummary } from '../../../src/report/summary.ts'
import { renderText } from '../../../src/report/text.ts'
import { judgedTrial, resultInput, sketches } from './fixture.ts'

/** PostgreSQL PG-2, likes-counter: `neither` twice and once CP under one shape. */
const [, pg2] = sketches()
const cp = sketches()[0]!.lanes[0]!.verdict
const repeated = (...labels: ('neither' | 'CP')[]) =>
  buildResult(
    resultInput(
      labels.map((label, turn) => {
        const lanes = pg2!.lanes.map((lane) => (label === 'CP' ? { ...lane, verdict: cp } : lane))
        const judged = judgedTrial({ ...pg2!, lanes }, turn + 1)
        return { ...judged, trial: { ...judged.trial, repetition: turn + 1 } }
      }),
    ),
  )
const result = repeated('neither', 'CP', 'neither')
const flat = (text: string) => text.replace(/\s+/g, ' ')
const SAID = 'C lost in 2 of 3 trials; A lost in 3 of 3 trials.'
const NOTES = 'Repetitions disagree: leader-in-majority: 2 of 3 lost C. Not the full sweep: leader-alone was not run.'

describe('the headline over repetitions', () => {
  it('stands above the table in a terminal, within its columns', () => {
    expect(flat(renderText(result))).toContain(`Worst over shapes and repetitions PostgreSQL PG-2 asynchronous, reads at any node, likes-counter: CP → neither (observed): ${SAID} ${NOTES} STORE`)
    for (const line of renderText(result, { width: 60 }).split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  })

  it('is a table in Markdown and in the summary of a CI job', () => {
    for (const text of [renderMarkdown(result), renderSummary(result, [])]) {
      expect(text).toContain(`| PostgreSQL | PG-2 asynchronous, reads at any node | likes-counter | CP | **neither (observed)** | leader-in-majority | ${SAID} ${NOTES} |`)
    }
  })

  it('is a case of its own in JUnit', () => {
    const suite = junitOfResult(result, new Map()).find(({ name }) => name.startsWith('worst'))!
    expect(suite.cases).toMatchObject([{ name: 'PG-2 likes-counter, worst over shapes and repetitions' }])
    expect(suite.cases[0]!.output).toContain(SAID)
    expect(suite.cases[0]).not.toHaveProperty('outcome')
  })

  it('is compared between results, and says where it differs', () => {
    const stored = [result, repeated('CP', 'CP', 'CP')].map((each, index) => ({ name: `r${index}`, result: storedSchema.parse(each) }))
    const comparison = compareResults(stored)
    expect(comparison.headlines).toMatchObject([{ profileId: 'PG-2', workload: 'likes-counter', differs: true, cells: [{ label: 'neither' }, { label: 'CP' }] }])
    expect(flat(renderComparisonText(comparison))).toContain(`≠ PostgreSQL PG-2, likes-counter #1 neither (observed): ${SAID} ${NOTES} #2 CP (observed): C kept in all 3 trials;`)
    expect(renderComparisonMarkdown(comparison)).toContain(`| PostgreSQL | PG-2 | likes-counter | **neither**. ${SAID}`)
    expect(JSON.parse(renderComparisonJson(comparison))).toMatchObject({ headlines: [{ differs: true }] })
  })

  it('is a row of its own in CSV, which stays one table', () => {
    const csv = (...results: StoredResult[]) => renderComparisonCsv(compareResults(results.map((each, index) => ({ name: `r${index}`, result: each })))).trimEnd().split('\r\n')
    const worst = storedSchema.parse(result)
    const kept = storedSchema.parse(repeated('CP', 'CP', 'CP'))
    const lines = csv(worst, kept)
    expect(lines).toEqual([
      'row,difference,store,config,profile,workload,shape,textbook,r0,r1',
      'shape,differs,postgres,PG-2,PG-2,likes-counter,leader-in-majority,CP,"CP ×1, neither ×2",CP ×3',
      'headline,differs,postgres,PG-2,PG-2,likes-counter,,CP,neither,CP',
    ])
    expect(csv(worst, worst).at(-1)).toBe('headline,same,postgres,PG-2,PG-2,likes-counter,,CP,neither,neither')
    expect(csv({ ...worst, headlines: [] }, worst).at(-1)).toBe('headline,partial,postgres,PG-2,PG-2,likes-counter,,CP,none,neither')
  })

  it('is not shown where every configuration was cut once', () => {
    const once = buildResult(resultInput())
    for (const text of [renderText(once), renderMarkdown(once), renderComparisonText(compareResults([{ name: 'a', result: storedSchema.parse(once) }]))]) expect(text).not.toContain('Worst over')
  })

  it('is not needed of a result of an older version', () => {
    const { headlines: _headlines, ...older } = storedSchema.parse(result)
    expect(compareResults([{ name: 'a', result: older }, { name: 'b', result: storedSchema.parse(result) }]).headlines[0]!.cells).toMatchObject([null, { label: 'neither' }])
  })
})

describe('the matrix', () => {
  it('is in the details of a terminal and in Markdown, with counts, bound and latencies', () => {
    const details = flat(renderText(buildResult(resultInput())))
    expect(details).toContain('per operation OPERATION SIDE STRICT OWN SIDE read majority n2')
    expect(renderMarkdown(buildResult(resultInput()))).toMatch(/\| read \| minority \| n1 all 1,\d+\/0\/0, at least 99\.8 %, 2\.8 ms, 4\.4 ms \|/)
  })
})
