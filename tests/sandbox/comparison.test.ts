import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseResult, type Result } from '../../src/report/result.ts'
import { cli, type Finished, freshFolder } from '../helpers/cli.ts'
import { missing } from '../helpers/needs.ts'

const reason = await missing(['postgres', 'mongodb', 'cassandra'])

/** What the catalogue expects with the leader (or n1) alone: the default comparison, and PG-1 and M-1. */
const EXPECTED = [
  ['postgres', 'PG-5', 'CP'],
  ['postgres', 'PG-2', 'neither'],
  ['postgres', 'PG-1', 'CP'],
  ['mongodb', 'M-4', 'CP'],
  ['mongodb', 'M-5', 'neither'],
  ['mongodb', 'M-1', 'neither'],
  ['cassandra', 'C-1', 'AP'],
  ['cassandra', 'C-4', 'CP'],
] as const

describe.skipIf(reason !== null)('the comparison on real clusters', () => {
  const folder = freshFolder('run')
  let finished: Finished
  let result: Result

  beforeAll(async () => {
    ;({ finished, result } = await runJudged(folder))
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

/**
 * Runs the configurations. Those that stay inconclusive, on a machine that was busy with something else, are run
 * once more with longer phases, which is said; a wrong label is never run again.
 */
async function runJudged(folder: string): Promise<{ finished: Finished; result: Result }> {
  const finished = await cli(['run', '--on', 'sandbox', '--profile', EXPECTED.map(([, profile]) => profile).join(','), '--seed', '11', '--out', folder])
  console.log(finished.stdout)
  const result = resultIn(folder)
  const open = new Set(result.runs.filter((run) => run.verdict.label === 'inconclusive').map((run) => run.trial))
  if (open.size === 0) return { finished, result }
  const profiles = [...open].map((trial) => trial.replace(/^[a-z]+-(.*)-leader-alone$/, '$1'))
  console.warn(`inconclusive, run once more with longer phases: ${profiles.join(', ')}`)
  const again = freshFolder('again')
  const repeated = await cli(['run', '--on', 'sandbox', '--profile', profiles.join(','), '--seed', '12', '--before', '6000', '--steady', '30000', '--out', again])
  console.log(repeated.stdout)
  const runs = [...result.runs.filter((run) => !open.has(run.trial)), ...resultIn(again).runs]
  return { finished: { ...finished, code: repeated.code }, result: { ...result, runs } }
}

function resultIn(folder: string): Result {
  return parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
}
