import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../src/report/build-result.ts'
import { renderJunit } from '../../../src/report/junit.ts'
import { junitOfResult } from '../../../src/report/junit-run.ts'
import { renderSummary } from '../../../src/report/summary.ts'
import { parseXml } from '../../helpers/xml.ts'
import { HOSTILE, resultInput } from './fixture.ts'

const result = buildResult(resultInput())
const root = parseXml(renderJunit('capcheck', junitOfResult(result, new Map())))
const cases = root.children.flatMap(({ children }) => children.filter(({ name }) => name === 'testcase'))

describe('a result as JUnit XML', () => {
  it('has a case a run, and one for each store that was not run', () => {
    expect(cases).toHaveLength(result.runs.length + result.notRun.length)
    expect(root.attributes).toEqual({ name: 'capcheck', tests: '5', failures: '0', errors: '1', skipped: '1' })
  })

  it('a suite counts its own cases and says how to repeat them', () => {
    for (const suite of root.children) expect(suite.attributes.tests).toBe(String(suite.children.filter(({ name }) => name === 'testcase').length))
    const properties = root.children[0]!.children[0]!.children.map(({ attributes }) => attributes)
    expect(properties).toContainEqual({ name: 'seed', value: String(result.runs[0]!.seed) })
    expect(properties).toContainEqual({ name: 'command', value: result.command })
    expect(Number(root.children[0]!.attributes.time)).toBeCloseTo(result.runs[0]!.phases.end! / 1e9, 3)
  })

  it('a verdict passes, whichever it is', () => {
    const passed = cases.filter(({ children }) => children.every(({ name }) => name === 'system-out'))
    expect(passed.map(({ children }) => /(CP|AP|neither) \(observed\)/.exec(children[0]!.text)?.[1])).toEqual(['CP', 'neither', 'AP'])
  })

  it('an inconclusive run is skipped with its reason, unharmed by what is in it', () => {
    const skipped = cases.flatMap(({ children }) => children.filter(({ name }) => name === 'skipped'))
    expect(skipped).toMatchObject([{ attributes: { message: `inconclusive: The check ran out of time. ${HOSTILE}` } }])
  })

  it('a store that was not run is an error with the way out', () => {
    const errors = cases.flatMap(({ children }) => children.filter(({ name }) => name === 'error'))
    expect(errors).toMatchObject([{ attributes: { message: `not run: no mongod was found ${HOSTILE}` }, text: expect.stringContaining('Run capcheck setup mongodb.') as string }])
  })
})

describe('any text in JUnit XML', () => {
  it('comes back as it was, except for what XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const back = text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
        const xml = renderJunit(text, [{ name: 's', properties: { [text]: text }, cases: [{ name: text, className: text, outcome: { kind: 'failure', message: text }, output: text }] }])
        const root = parseXml(xml)
        const [suite] = root.children
        expect(root.attributes.name).toBe(back)
        expect(suite!.children[0]!.children[0]!.attributes).toEqual({ name: back, value: back })
        expect(suite!.children[1]!.children).toMatchObject([{ name: 'failure', attributes: { message: back }, text: back }, { name: 'system-out', text: back }])
      }),
      { numRuns: 500 },
    )
  })

  it('lone surrogates and the ends of the plane are replaced', () => {
    expect(parseXml(renderJunit('\ud800\udc00 \ud800 \udc00 \uffff \u0000 \u001b', [])).attributes.name).toBe('\ud800\udc00 \ufffd \ufffd \ufffd \ufffd \ufffd')
  })
})

describe('the summary of a step', () => {
  it('has the headline, a line a run, what was not run, and no markup of a server', () => {
    const summary = renderSummary(result, [])
    expect(summary).toMatch(/^## capcheck\n\n\*\*4 runs on 2 stores/)
    expect(summary.match(/^\| (PostgreSQL|Cassandra) /gm)).toHaveLength(4)
    expect(summary).toContain('Not run:')
    expect(summary).toContain(result.command)
    expect(summary).not.toMatch(/<script|<img/)
  })
})
