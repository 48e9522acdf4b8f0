import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Atlas } from '../../../src/atlas/table.ts'
import type { TrialRecord } from '../../../src/core/trial.ts'
import { cli, freshFolder } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

const reason = await missing(['postgres'])

// A failover is the row with the most to it: a script fences the old primary and promotes a standby while the cut holds.
describe.skipIf(reason !== null)('findings of the catalogue on a real cluster', () => {
  const folder = freshFolder('atlas')
  let run: Awaited<ReturnType<typeof cli>>

  beforeAll(async () => {
    run = await cli(['atlas', 'PG-1', 'PG-5c', '--on', 'sandbox', '--seed', '3', '--quiet', '--out', folder])
  })

  const atlas = () => JSON.parse(readFileSync(join(folder, 'atlas.json'), 'utf8')) as Atlas

  it('are as expected, in each shape', () => {
    expect(atlas().rows).toMatchObject([
      { id: 'PG-1', shape: 'leader-alone', status: 'as expected', why: [] },
      { id: 'PG-1', shape: 'leader-in-majority', status: 'as expected', why: [] },
      { id: 'PG-5c', shape: 'leader-alone', status: 'as expected', why: [] },
    ])
    expect(run.code).toBe(0)
    expect(run.stdout).toContain('PG-5c')
  })

  it('a failover had its script carried out: another node became leader, and the one before it serves nobody', () => {
    const trial = JSON.parse(readFileSync(join(folder, 'postgres-PG-5c-leader-alone', 'trial.json'), 'utf8')) as TrialRecord
    expect(trial.findings).toEqual(['PG-5c'])
    const steps = trial.faults.filter(({ detail }) => typeof detail === 'object' && detail !== null && 'step' in detail)
    expect(steps.map(({ detail }) => (detail as { step: string; ok: boolean }).ok)).toEqual([true, true])
  })

  it('are judged the same again from what was stored, without a cluster', async () => {
    const { code, stdout } = await cli(['atlas', '--check', folder, '--json'])
    expect((JSON.parse(stdout) as Atlas).rows.map(({ id, status, observed }) => ({ id, status, observed }))).toEqual(atlas().rows.map(({ id, status, observed }) => ({ id, status, observed })))
    expect(code).toBe(0)
  })
})
