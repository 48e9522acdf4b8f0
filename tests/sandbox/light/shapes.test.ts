import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { TrialRecord } from '../../../src/core/trial.ts'
import { parseResult, type Result } from '../../../src/report/result.ts'
import { cli, freshFolder } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

const SHAPES = ['bridge', 'one-way', 'slow-link', 'kill', 'leader-alone-refusing']

const reason = await missing(['postgres'])

describe.skipIf(reason !== null)('shapes on a real cluster', () => {
  const folder = freshFolder('run')
  let result: Result

  beforeAll(async () => {
    const short = ['--before', '600', '--min-attempts', '20', '--workload', 'register', '--seed', '3']
    await cli(['run', '--on', 'sandbox', '--profile', 'PG-2', '--shape', SHAPES.join(','), ...short, '--out', folder])
    result = parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
  })

  const trialOf = (shape: string) => JSON.parse(readFileSync(join(folder, `postgres-PG-2-${shape}`, 'trial.json'), 'utf8')) as TrialRecord
  /** What probes found in steady, open links left out. */
  const found = (shape: string) => {
    const seen = trialOf(shape).probes.filter(({ phase, state }) => phase === 'steady' && state !== 'open').map(({ link, state }) => `${link} ${state}`)
    return [...new Set(seen)].toSorted()
  }

  it.each([
    ['bridge', ['n1->n3 cut', 'n3->n1 cut']],
    ['one-way', ['n1->n2 cut', 'n2->n1 mute']],
    ['slow-link', ['n1->n2 slow', 'n2->n1 slow']],
    ['kill', ['n2->n1 refused', 'n3->n1 refused']],
    ['leader-alone-refusing', ['n1->n2 refused', 'n1->n3 refused', 'n2->n1 refused', 'n3->n1 refused']],
  ])('%s: probes found the links so in steady', (shape, links) => {
    expect(found(shape)).toEqual(links)
  })

  it.each(SHAPES)('%s: every link was as it had to be, and the cluster became whole again', (shape) => {
    const run = result.runs.find((each) => each.shape === shape)!
    expect(run.verdict.preconditions.find(({ id }) => id === 'cut')).toMatchObject({ ok: true })
    expect(run.recovered.ok).toBe(true)
  })

  it('only the partition earns a letter', () => {
    for (const { shape, verdict } of result.runs) {
      if (shape === 'leader-alone-refusing') expect(verdict.reason).not.toContain('no partition')
      else expect(verdict).toMatchObject({ label: 'inconclusive', reason: expect.stringContaining('this shape is no partition') as unknown })
    }
  })
})
