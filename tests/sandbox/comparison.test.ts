import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Result } from '../../src/report/result.ts'
import { cli, type Finished, freshFolder } from '../helpers/cli.ts'
import { EXPECTED, runJudged, storeResult } from '../helpers/judged.ts'
import { missing } from '../helpers/needs.ts'

const reason = await missing(['postgres', 'mongodb', 'cassandra'])

describe.skipIf(reason !== null)('the comparison on real clusters', () => {
  const folder = freshFolder('run')
  let finished: Finished
  let result: Result

  beforeAll(async () => {
    ;({ finished, result } = await runJudged('sandbox', EXPECTED.map(([, profile]) => profile), folder))
    storeResult('sandbox', result)
  })

  it('every store ran', () => {
    expect(result.notRun).toEqual([])
  })

  it.each(EXPECTED)('%s %s is %s, for every workload', (_store, config, label) => {
    const runs = result.runs.filter((run) => run.trial.includes(`-${config}-`))
    expect(runs.map((run) => run.workload).toSorted()).toEqual(['bank-transfer', 'likes-counter', 'register'])
    expect(runs.map((run) => `${run.profile} ${run.workload}: ${run.verdict.label}. ${run.verdict.reason}`)).toEqual(runs.map(() => expect.stringContaining(`: ${label}. `)))
  })

  it('ends with exit code 0, the table and the time budget on stdout', () => {
    expect(finished.stdout).toMatch(/OBSERVED/)
    expect(finished.stdout).toMatch(/Repeat: capcheck run .*--seed \d+/)
    expect(finished.code).toBe(0)
  })

  it('has a confirmed witness behind every violation, and none behind a CP', () => {
    for (const run of result.runs) {
      if (run.verdict.label === 'CP') expect(run.witness).toBeNull()
      else expect(run.witness).toMatchObject({ confirmed: true })
    }
  })

  it('is recomputed from the histories alone to the same bytes', async () => {
    const again = await cli(['check', folder])
    expect(again.stderr).toMatch(/byte for byte/)
  })

  it('keeps a log of every node and one self-contained report', () => {
    for (const store of ['postgres', 'mongodb', 'cassandra']) {
      for (const node of ['n1', 'n2', 'n3']) expect(readdirSync(join(folder, 'nodes', store))).toContain(`${node}.log`)
    }
    const html = readFileSync(join(folder, 'report.html'), 'utf8')
    expect(html.length).toBeLessThan(3_000_000)
    expect(html).not.toMatch(/<(script|link|img)[^>]+(src|href)=["']https?:/)
  })
})
