import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../../src/report/build-result.ts'
import { cellText, compareResults, comparisonSentence, type Cell } from '../../../../src/report/comparison/comparison.ts'
import { renderComparisonMarkdown } from '../../../../src/report/comparison/markdown.ts'
import { renderComparisonCsv, renderComparisonJson } from '../../../../src/report/comparison/table-files.ts'
import { renderComparisonText } from '../../../../src/report/comparison/text.ts'
import { storedSchema, type StoredResult } from '../../../../src/report/comparison/stored.ts'
import type { ResultLabel } from '../../../../src/report/result.ts'
import { HOSTILE, resultInput } from '../fixture.ts'

const one: StoredResult = storedSchema.parse(buildResult(resultInput()))

/** The same result with another label in its first run. */
function relabelled(label: ResultLabel, reason = 'for another reason'): StoredResult {
  const [first, ...rest] = one.runs
  return { ...one, runs: [{ ...first!, verdict: { ...first!.verdict, label, reason } }, ...rest] }
}

describe('results side by side', () => {
  it('the same result twice has no difference', () => {
    const comparison = compareResults([{ name: 'a', result: one }, { name: 'b', result: one }])
    expect(comparison.rows.map(({ difference }) => difference)).toEqual(one.runs.map(() => 'same'))
    expect(comparison.shared).toBe(one.runs.length)
    expect(comparisonSentence(comparison)).toBe(`The labels are the same in all ${one.runs.length} rows that more than one run has.`)
  })

  it('a row whose label differs comes first, one that is not everywhere next', () => {
    const last = one.runs.at(-1)!
    const shorter = { ...relabelled('inconclusive'), runs: relabelled('inconclusive').runs.slice(0, -1).toReversed() }
    const { rows } = compareResults([{ name: 'a', result: one }, { name: 'b', result: shorter }])
    expect(rows.map(({ difference }) => difference)).toEqual(['differs', 'partial', 'same', 'same'])
    expect(rows[0]).toMatchObject({ workload: one.runs[0]!.workload, store: one.runs[0]!.store })
    expect(rows[1]).toMatchObject({ workload: last.workload, store: last.store })
    expect(rows[1]!.cells.map(cellText)).toEqual([last.verdict.label, '–'])
  })

  it('a store that could not be run is "not run", not "not asked for"', () => {
    const [{ store, storeTitle }] = one.runs as [(typeof one.runs)[0]]
    const without: StoredResult = { ...one, runs: one.runs.filter((run) => run.store !== store), notRun: [{ store, reason: 'no engine', hint: '' }] }
    const { rows } = compareResults([{ name: 'a', result: one }, { name: 'b', result: without }])
    expect(rows.filter((row) => row.storeTitle === storeTitle).map(({ cells }) => cellText(cells[1]!))).toContain('not run')
  })

  it('a row that one result has several times shows how often each label came', () => {
    const [run] = one.runs as [(typeof one.runs)[0]]
    const times = (...labels: ResultLabel[]): Cell => ({ runs: labels.map((label) => ({ ...run, verdict: { ...run.verdict, label } })) })
    expect(cellText(times('AP'))).toBe('AP')
    expect(cellText(times('AP', 'AP', 'AP'))).toBe('AP ×3')
    expect(cellText(times('inconclusive', 'CP', 'CP'))).toBe('CP ×2, inconclusive ×1')
    const repeated = compareResults([{ name: 'a', result: { ...one, runs: [run, relabelled('inconclusive').runs[0]!] } }])
    expect(repeated.rows.map(({ difference }) => difference)).toEqual(['differs'])
  })

  it('another title of the same configuration is the same row', () => {
    const reworded = { ...one, runs: one.runs.map((run) => ({ ...run, config: run.config.replace(/ .*/, ' in other words') })) }
    expect(compareResults([{ name: 'a', result: one }, { name: 'b', result: reworded }]).rows.every(({ difference }) => difference === 'same')).toBe(true)
  })

  it('results that share nothing were not compared', () => {
    const elsewhere = { ...one, runs: one.runs.map((run) => ({ ...run, shape: 'another' })) }
    const comparison = compareResults([{ name: 'a', result: one }, { name: 'b', result: elsewhere }])
    expect(comparison.shared).toBe(0)
    expect(comparisonSentence(comparison)).toMatch(/^Nothing can be compared/)
  })
})

describe('the formats', () => {
  const comparison = compareResults([{ name: 'laptop', result: one }, { name: 'a "b", c|d', result: relabelled('inconclusive', HOSTILE) }])

  it('text: numbered columns, the sign before the row, the reasons below it', () => {
    const text = renderComparisonText(comparison)
    expect(text).toMatch(/^#1 {2}laptop .*capcheck .*\n/)
    expect(text).toMatch(/PROFILE.*#1 +#2\n/)
    expect(text).toMatch(/\n≠ +.*CP +inconclusive\n {7}#1: CP \(observed\): .*[^]*#2: inconclusive: <\/script>/)
    expect(text).toMatch(/labels differ/)
  })

  it('text of one run: its configuration in words and no signs', () => {
    const text = renderComparisonText(compareResults([{ name: 'laptop', result: one }]))
    expect(text).toMatch(/CONFIGURATION.*OBSERVED\n/)
    expect(text).not.toMatch(/[≠#]/)
  })

  it('text lets no control character act on the terminal', () => {
    const evil = compareResults([{ name: 'a\u001b[2Jb', result: relabelled('AP', '\u001b[2J') }, { name: 'b', result: one }])
    expect(renderComparisonText(evil)).not.toContain('\u001b')
  })

  it('markdown: every row has as many cells as the head, whatever the names and reasons are', () => {
    const markdown = renderComparisonMarkdown(comparison)
    const bars = markdown.split('\n').filter((line) => line.startsWith('|')).map((line) => line.replaceAll('\\|', '').match(/\|/g)!.length)
    expect(new Set(bars)).toEqual(new Set([9]))
    expect(markdown).toContain('| ≠ differs |')
    expect(markdown).not.toMatch(/<script|<img/)
  })

  it('csv: fields with quotes and commas are quoted (RFC 4180)', () => {
    const lines = renderComparisonCsv(comparison).split('\r\n')
    expect(lines[0]).toBe('row,difference,store,config,profile,workload,shape,textbook,laptop,"a ""b"", c|d"')
    expect(lines[1]).toMatch(/^shape,differs,postgres,.*,CP,inconclusive$/)
    expect(lines).toHaveLength(comparison.rows.length + comparison.headlines.length + 2)
  })

  it('json: labels with counts, reasons, and one word that says whether all is the same', () => {
    const value = JSON.parse(renderComparisonJson(comparison)) as { same: boolean; rows: { difference: string; cells: unknown[] }[] }
    expect(value).toMatchObject({ schemaVersion: 1, same: false, shared: one.runs.length })
    expect(value.rows[0]!.cells).toMatchObject([{ labels: { CP: 1 } }, { labels: { inconclusive: 1 }, runs: [{ reason: HOSTILE }] }])
  })
})
