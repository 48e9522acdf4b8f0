import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { formatFigures } from '../../../src/report/format.ts'
import { code, md } from '../../../src/report/markdown-text.ts'
import { renderMarkdown } from '../../../src/report/markdown.ts'
import { resultInput } from './fixture.ts'

const markdown = renderMarkdown(buildResult(resultInput()))
const lines = markdown.split('\n')

describe('report.md', () => {
  it('starts with the verdict and then the table of all verdicts', () => {
    expect(lines[2]).toMatch(/^\*\*4 runs on 2 stores: 1 CP/)
    expect(lines[4]).toMatch(/^\| Store \| Configuration \| Workload \| Cut \| Textbook \| Observed \(strict\) \| By side \| Why \|/)
    expect(markdown).toContain('| CP | **neither (observed)**; not as taught | neither |')
  })

  it('gives every run its reason, availability, probes, settings, seed and history', () => {
    expect(markdown.match(/^## .*: (register|likes-counter|bank-transfer), /gm)).toHaveLength(4)
    for (const title of ['Preconditions', 'Availability', 'Probes across the cut', 'Checks', 'After the heal', 'Settings']) {
      expect(lines.filter((line) => line === `### ${title}`)).toHaveLength(4)
    }
    expect(markdown).toContain('| n1 | minority | steady | write | 1,597 | 0 | 0 | 1,597 | 1 | ≤ 0.8 % |  |  | `deadline` × 1597 |')
    expect(markdown).toContain('| n1 → n3 | 0 | 31 | 2 | 0 |')
    expect(markdown).toContain('| Seed | 42 |')
  })

  it('shows the witness as numbered lines and its operations with times', () => {
    expect(markdown).toContain('1. n2 acknowledged the write of 9001 to k1.')
    expect(markdown).toContain('- `52.000 s – 52.002 s: n1 (minority, steady) read k1 → ok 8994`')
    expect(markdown).toContain('no end known: n1 (minority, steady) write k1 = 9002 → unknown (deadline)')
  })

  it('prints the command that repeats it and the caveat on latencies', () => {
    expect(markdown).toContain('Repeat with `capcheck start --yes --seed 42`')
    expect(markdown).toContain('Latencies across stores on one machine are no benchmark')
  })

  it('gives every row of a table the same number of cells', () => {
    const cells = (line: string) => line.replace(/\\\|/g, '').split('|').length
    const uneven = lines.filter((line, index) => {
      const above = lines[index - 1] ?? ''
      return line.startsWith('|') && above.startsWith('|') && cells(line) !== cells(above)
    })
    expect(uneven).toEqual([])
  })

  it('shows a run that was stopped before it had anything to show', () => {
    const result = buildResult(resultInput())
    const bare = { availability: [], probes: [], checks: [], faults: [], phases: {}, witness: null }
    const verdict = { ...result.runs[0]!.verdict, preconditions: [], caveats: [] }
    const page = renderMarkdown({ ...result, runs: [{ ...result.runs[0]!, ...bare, verdict, stopped: { reason: 'error', message: 'n2 died' } }] })
    expect(page).toContain('Stopped early (error): n2 died')
    expect(page).toContain('No load was counted.')
  })

  it('says nothing of figures that say nothing', () => {
    expect(formatFigures({ lost: 0, ids: [], byPhase: {}, p50: null, none: { max: null }, sides: { a: 1 } })).toBe('lost: 0; sides: a 1')
  })

  it('says figures in words, with units, and never half a record', () => {
    const lostBySide = { majority: { acknowledged: 87, lost: 0 }, minority: { acknowledged: 160, lost: 2 } }
    expect(formatFigures({ convergedMs: 3063, lostBySide })).toBe('converged: 3.1 s; lost by side: majority (acknowledged 87, lost 0), minority (acknowledged 160, lost 2)')
    expect(formatFigures({ staleMs: { max: 12_315.1, p50: null } })).toBe('stale: max 12.3 s')
    const keys = Array.from({ length: 50 }, (_, number) => `k${number}`)
    expect(formatFigures({ keys })).toMatch(/^keys: k0, k1, .*…$/)
    expect(formatFigures({ byNode: { n1: Object.fromEntries(keys.map((key) => [key, 1])) } })).toBe('by node: see result.json')
  })

  it('lets no text from outside become HTML or Markdown', () => {
    const outsideCode = markdown.replace(/(`+)[^`][\s\S]*?\1/g, '')
    expect(outsideCode).not.toMatch(/<(script|img)/)
    expect(md('a | *b* <i>\n# c')).toBe('a \\| \\*b\\* &lt;i&gt; \\# c')
    expect(code('a `b` c')).toBe('`` a `b` c ``')
  })
})
