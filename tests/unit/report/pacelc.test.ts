import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { renderHtml } from '../../../src/report/html/page.tsx'
import { renderMarkdown } from '../../../src/report/markdown.ts'
import { pacelcWord } from '../../../src/report/pacelc-words.ts'
import { parseResult, type Pacelc } from '../../../src/report/result.ts'
import { renderText } from '../../../src/report/text.ts'
import { resultInput } from './fixture.ts'

const input = resultInput()
const [first] = buildResult(input).runs
const levels = [0, 10].map((delayMs) => ({ delayMs, attempts: 20, samples: 20, unanswered: 0, p50: 2 + 2 * delayMs, p99: 5 + 2 * delayMs }))
const kind = { f: 'write', effect: 'write', letter: 'EC', reason: 'p50 grows', roundTrips: { slope: 1, low: 0.9, high: 1.1 }, homes: ['n1'], levels } as const
const pacelc: Pacelc = {
  ...{ store: first!.store, storeTitle: first!.storeTitle, config: first!.config, folder: 'f/pacelc', leader: 'n1' },
  ...{ delaysMs: [0, 10], warmUpMs: 2000, visitMs: 2500, everyMs: 50, deadlineMs: 1500, linkRoundTripMs: [{ delayMs: 10, p50: 22 }] },
  lanes: [{ workload: first!.workload, profile: first!.profile, profileId: first!.profileId, letter: 'EC', reason: 'write EC', kinds: [kind], history: { file: 'f/pacelc/register.jsonl', sha256: 'ab'.repeat(32) } }],
}
const result = buildResult({ ...input, pacelc: [pacelc] })

describe('latency against delay in the reports', () => {
  it('survives a round trip through the schema, and is absent where it was not asked for', () => {
    expect(parseResult(JSON.parse(JSON.stringify(result))).pacelc).toEqual([pacelc])
    expect(buildResult({ ...input, pacelc: [] })).not.toHaveProperty('pacelc')
  })

  it('has a column in every table; runs that were not measured have no letter', () => {
    const text = renderText(result)
    expect(text).toContain('PC/EC: latency per added round trip: write 1.00 EC')
    expect(text).toContain('PA/–: latency per added round trip: not measured')
    expect(renderMarkdown(result)).toContain('| **PC/EC**; write 1.00 EC |')
    expect(renderHtml(result, new Map())).toContain('<b>PC/EC</b>')
    expect(renderText(buildResult(input))).not.toContain('PACELC')
  })

  it.each([100, 92, 80, 40])('keeps every line within %i columns', (width) => {
    for (const line of renderText(result, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
  })

  it('has words for what could not be decided', () => {
    expect(pacelcWord('inconclusive', { ...pacelc.lanes[0]!, letter: 'unclear' })).toBe('P?/E?')
    expect(pacelcWord('neither', { ...pacelc.lanes[0]!, letter: 'EL' })).toBe('neither/EL')
  })
})
