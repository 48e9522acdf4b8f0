import { Script } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { recordedByRun } from '../../../src/pipeline/recorded.ts'
import { buildResult } from '../../../src/report/build-result.ts'
import { embedJson } from '../../../src/report/html/embed.ts'
import { renderHtml } from '../../../src/report/html/page.tsx'
import { SCRIPT } from '../../../src/report/html/script.ts'
import { judgedTrial, resultInput, sketches } from './fixture.ts'

const input = resultInput()
const result = buildResult(input)
const html = renderHtml(result, recordedByRun(input.trials))

/** The page without the data that is embedded in it. */
const visible = html.replace(/<script type="(application\/json|text\/plain)"[\s\S]*?<\/script>/g, '')

describe('report.html', () => {
  it('says the verdict in its heading, before any table', () => {
    const heading = html.indexOf('<h1>4 runs on 2 stores: 1\u00a0CP, 1\u00a0AP, 1\u00a0neither, 1\u00a0inconclusive.')
    expect(heading).toBeGreaterThan(0)
    expect(heading).toBeLessThan(html.indexOf('<table'))
  })

  it('loads nothing: no address, no import, and a policy that forbids both', () => {
    expect(html).not.toMatch(/https?:/)
    expect(html).not.toMatch(/@import|url\((?!#)|\ssrc="/)
    expect([...html.matchAll(/href="([^"]*)"/g)].every(([, href]) => href!.startsWith('#') || href === 'data:,')).toBe(true)
    expect(html).toContain("default-src 'none'")
  })

  it('lets no text from outside end a script or start an element', () => {
    // The result, the code, and the operations of each run.
    expect(html.match(/<script/g)).toHaveLength(2 + result.runs.length)
    expect(html.match(/<\/script>/g)).toHaveLength(2 + result.runs.length)
    expect(html).not.toContain('<img')
    expect(embedJson({ text: '</script><!--' })).toBe('{"text":"\\u003c/script>\\u003c!--"}')
  })

  it('embeds the result, without answers that would make the page heavy', () => {
    const run = result.runs[1]!
    const operations = run.witness!.operations.map((each) => ({ ...each, result: 'x'.repeat(50_000) }))
    const heavy = { ...result, runs: [{ ...run, witness: { ...run.witness!, operations } }] }
    expect(renderHtml(heavy, new Map()).length).toBeLessThan(html.length)
    expect(heavy.runs[0]!.witness!.operations[0]!.result).toHaveLength(50_000)
  })

  it('gives every reason whole, in the table too', () => {
    const reason = `Answered ${'all of it '.repeat(60)}at 95 % or more.`
    const [run] = result.runs
    const page = renderHtml({ ...result, runs: [{ ...run!, verdict: { ...run!.verdict, reason } }] }, new Map())
    expect(page).toContain(`<td data-label="Why">${reason.replace('95 %', '95\u00a0%')}</td>`)
  })

  it('embeds the result as it is otherwise', () => {
    const [, json] = /<script type="application\/json" id="result">([\s\S]*?)<\/script>/.exec(html) ?? []
    expect(JSON.parse(json!)).toEqual(JSON.parse(JSON.stringify(result)))
  })

  it('says how many operations a timeline leaves out, or that it leaves out none', () => {
    expect(visible).toContain('All 23,520 operations are drawn; nothing is left out.')
    const fewer = renderHtml(result, recordedByRun(input.trials), { maxOperations: 20_000 })
    expect(fewer).toMatch(/4,9\d\d of 23,520 operations are drawn.*18,5\d\d are left out/)
  })

  it('shows each operation on each side, and the worst over several cuts where there were several', () => {
    expect(visible).toContain('Availability per operation and side')
    expect(visible).not.toContain('Worst over shapes')
    const [first] = input.trials
    const twice = buildResult(resultInput([first!, { ...first!, folder: 'again' }]))
    expect(renderHtml(twice, new Map())).toContain('<h2>Worst over shapes and repetitions</h2>')
  })

  it('says so when it has no operations to draw', () => {
    expect(renderHtml(result, new Map())).toContain('so nothing is drawn')
  })

  it('shows a run that was stopped before it had anything to show', () => {
    const bare = { availability: [], probes: [], checks: [], faults: [], phases: { setup: 0 }, witness: null }
    const stopped = { reason: 'interrupted', message: 'Ctrl+C' } as const
    const page = renderHtml({ ...result, runs: [{ ...result.runs[1]!, ...bare, stopped }] }, new Map())
    expect(page).toContain('Stopped early (interrupted): Ctrl+C')
    expect(page).toContain('No load was counted.')
  })

  it('writes counts as text and labels as words, so that no meaning hangs on colour', () => {
    expect(visible).toContain('0 ok · 1,597 unknown')
    expect(visible).toContain('0 ok · 400 refused')
    for (const label of ['CP', 'AP', 'neither', 'inconclusive']) expect(visible).toContain(`>${label}</span>`)
    expect(visible).toContain('not as taught')
  })

  it('draws the operations of a witness, one without a known end over the edge', () => {
    expect(visible.match(/<svg class="witness"/g)).toHaveLength(2)
    expect(visible.match(/class="bar (ok|info)" x=/g)).toHaveLength(6)
    expect(visible).toContain('45.001 s – no end known')
  })

  it('names regions that scroll and hides drawings that repeat the text', () => {
    const scrolls = visible.match(/<div class="scroll [^>]*>/g) ?? []
    expect(scrolls.length).toBeGreaterThan(8)
    for (const scroll of scrolls) expect(scroll).toMatch(/role="group" aria-label="[^"]+" tabindex="0"/)
  })

  it('has a script that parses', () => {
    expect(() => new Script(SCRIPT)).not.toThrow()
  })

  it('stays below 3 MB for 18 runs of some 24,000 operations', () => {
    const [busy] = sketches()
    const trial = judgedTrial(busy!, 0)
    const trials = Array.from({ length: 18 }, (_, number) => ({ ...trial, folder: `${number}` }))
    const large = renderHtml(buildResult(resultInput(trials)), recordedByRun(trials))
    expect(Buffer.byteLength(large)).toBeLessThan(3e6)
  })
})
