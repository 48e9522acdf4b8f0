import { describe, expect, it } from 'vitest'
import { buildResult } from '../../../../src/report/build-result.ts'
import { compareResults } from '../../../../src/report/comparison/comparison.ts'
import { junitOfComparison } from '../../../../src/report/comparison/junit.ts'
import { storedSchema } from '../../../../src/report/comparison/stored.ts'
import { renderJunit } from '../../../../src/report/junit.ts'
import { parseXml } from '../../../helpers/xml.ts'
import { HOSTILE, resultInput } from '../fixture.ts'

describe('a comparison as JUnit XML', () => {
  it('differing rows fail, undecided and partial ones are skipped, a store that was not run is an error', () => {
    const one = storedSchema.parse(buildResult(resultInput()))
    const [first, ...rest] = one.runs
    const other = { ...one, notRun: [], runs: [{ ...first!, verdict: { ...first!.verdict, label: 'AP' as const } }, ...rest.slice(0, -1)] }
    const root = parseXml(renderJunit('capcheck', junitOfComparison(compareResults([{ name: 'a', result: one }, { name: `b ${HOSTILE}`, result: other }]))))
    expect(root.attributes).toMatchObject({ tests: '5', failures: '1', errors: '1', skipped: '1' })
    const [suite] = root.children
    const outcomes = suite!.children.slice(1).map(({ children }) => `${children[0]!.name} ${children[0]!.attributes.message ?? ''}`)
    expect(outcomes[0]).toBe(`failure labels differ: a: CP; b ${HOSTILE}: AP`)
    expect(outcomes[1]).toMatch(/^skipped .*: a: .*; b .*: –$/)
    expect(outcomes.slice(2)).toEqual(['system-out ', 'system-out ', expect.stringMatching(/^error not run: /)])
  })
})
