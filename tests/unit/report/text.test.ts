import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { renderText } from '../../../src/report/text.ts'
import { HOSTILE, resultInput } from './fixture.ts'

const result = buildResult(resultInput())
const text = renderText(result)

/** Text without its line breaks, so that a claim is found wherever it was wrapped. */
const flat = (wrapped: string) => wrapped.replace(/\s+/g, ' ')

describe('the report in a terminal', () => {
  it('says the verdict first', () => {
    expect(text.split('\n')[0]).toBe('4 runs on 2 stores: 1 CP, 1 AP, 1 neither, 1 inconclusive. One verdict contradicts the textbook.')
  })

  it('puts the observed label beside the one that is taught, and says why', () => {
    expect(text).toMatch(/PostgreSQL +PG-2 .* CP +→ neither \(observed\) +neither/)
    expect(flat(text)).toContain('why: n3 read an older value after a newer one was acknowledged')
  })

  it.each([100, 92, 80, 40])('keeps every line within %i columns', (width) => {
    for (const line of renderText(result, { width }).split('\n')) expect(line.length).toBeLessThanOrEqual(width)
  })

  it('never uses more than 100 columns', () => {
    expect(renderText(result, { width: 300 })).toBe(text)
  })

  it('names the store that was not run, the reason and the way out', () => {
    expect(flat(text)).toContain(`mongodb not run: no mongod was found ${HOSTILE} Run capcheck setup mongodb.`)
  })

  it('names the missing precondition with its remedy', () => {
    expect(flat(text)).toContain('missing checked: bank totals: 60 s used up Remedy: --check-budget 300')
  })

  it('lists the steps of a witness, where the time went and how to repeat', () => {
    expect(flat(text)).toContain('witness 1. n2 acknowledged the write of 9001 to k1.')
    expect(flat(text)).toContain('postgres 1 min 44 s: boot 2.1 s, phases 1 min 40 s')
    expect(text.trimEnd().endsWith('Repeat: capcheck start --yes --seed 42')).toBe(true)
  })

  it('lets no control character of a server act on the terminal', () => {
    const [run] = result.runs
    const colour = '\u001b[2Jgone'
    const evil = { ...result, runs: [{ ...run!, verdict: { ...run!.verdict, reason: colour } }] }
    expect(renderText(evil)).not.toContain('\u001b')
  })

  it('says the same with and without colour', () => {
    const painted = renderText(result, { paint: (tone, part) => `<${tone}>${part}</${tone}>` })
    expect(painted.replace(/<\/?(CP|AP|neither|inconclusive|strong)>/g, '')).toBe(text)
  })

  it('says so when nothing was run', () => {
    expect(renderText({ ...result, runs: [] })).toMatch(/^Nothing was run/)
  })
})
