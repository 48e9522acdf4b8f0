import { describe, expect, it } from 'vitest'
import type { Atlas } from '../../../../src/atlas/table.ts'
import { repeatCommand } from '../../../../src/cli/commands/atlas.ts'
import { atlasRun } from '../../../helpers/atlas-run.ts'
import { finishedRun } from '../../../helpers/finished-run.ts'
import { runHere } from '../../../helpers/run-here.ts'

describe('capcheck atlas', () => {
  it('lists findings and what is not expected here', async () => {
    const { code, stdout } = await runHere(['atlas', '--list', '--store', 'postgres'])
    expect(code).toBe(0)
    expect(stdout).toContain('PG-5a   synchronous, ANY 1 (n2,n3); primary only; no promotion [leader-alone]')
    expect(stdout).toMatch(/PG-10 +SERIALIZABLE; not expected here: fixed in 13.0/)
    expect(stdout).not.toContain('M-1')
  })

  it('refuses what it does not know, and what cannot be run', async () => {
    expect(await runHere(['atlas', 'PG-77'])).toMatchObject({ code: 64, stderr: expect.stringContaining('no finding "PG-77"; allowed: PG-1') })
    expect(await runHere(['atlas', 'PG-10'])).toMatchObject({ code: 64, stderr: expect.stringContaining('PG-10 cannot be run here') })
    expect(await runHere(['atlas', '--store', 'oracle'])).toMatchObject({ code: 64 })
    expect(await runHere(['atlas', '--check', await finishedRun()])).toMatchObject({ code: 64, stderr: expect.stringContaining('holds no findings') })
  })

  it('judges a stored run anew: a run that answered otherwise differs', async () => {
    const { code, stdout } = await runHere(['atlas', '--check', await atlasRun(), '--json'])
    const { rows } = JSON.parse(stdout) as Atlas
    expect(rows.map(({ id, status }) => [id, status])).toEqual([['PG-5a', 'differs']])
    // In that run the minority refuses reads, which PG-5a answers.
    expect(rows[0]!.why[0]).toBe('expected minority answers all of read; seen: minority answered 0 of 50 read')
    expect(code).toBe(1)
  })

  it('says inconclusive for findings that the run holds no trial of', async () => {
    const { code, stdout } = await runHere(['atlas', 'PG-1', 'PG-10', '--check', await atlasRun()])
    expect(code).toBe(2)
    expect(stdout).toContain('why       it was not run')
    expect(stdout).toContain('PG-10: not expected here\n    what      SERIALIZABLE\n    why       fixed in 13.0')
    expect(stdout).toContain('0 as expected, 0 differ, 2 inconclusive, 1 not expected here.')
  })

  it('is repeated with the images that were named', () => {
    expect(repeatCommand(['M-1'], ['mongodb'], { seed: 5, images: { mongodb: 'mongo:8.2' }, repeat: true }, 'docker')).toBe('capcheck atlas M-1 --store mongodb --on docker --image mongodb=mongo:8.2 --seed 5')
    expect(repeatCommand([], [], { seed: 5, repeat: false }, 'sandbox')).toBe('capcheck atlas --on sandbox --no-repeat --seed 5')
  })

  it('takes an image for containers only, and only one that it understands', async () => {
    expect(await runHere(['atlas', 'M-1', '--on', 'sandbox', '--image', 'mongodb=mongo:8.2'])).toMatchObject({ code: 64, stderr: expect.stringContaining('--image is for containers') })
    expect(await runHere(['atlas', 'M-1', '--image', 'oracle=oracle:23'])).toMatchObject({ code: 64, stderr: expect.stringContaining('--image oracle=oracle:23 is not understood') })
  })
})
