import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { environmentError } from '../../../src/core/errors.ts'
import type { Engine } from '../../../src/core/store.ts'
import { resolveEngines, resolveOne, workshop } from '../../../src/engines/engines.ts'
import { SILENT, type Recipe } from '../../../src/engines/types.ts'
import { program, scratch } from './fixture.ts'

const engine = (origin: string): Engine => ({ name: 'mongodb', version: '7.0.15', origin, sha256: null, paths: {} })

/** A recipe that notes what it was asked; `answers` says which way yields an engine. */
function recipe(answers: { named?: true; present?: true; vendor?: true; registry?: true }) {
  const asked: string[] = []
  const made: Recipe = {
    name: 'mongodb',
    named: () => {
      asked.push('named')
      return Promise.resolve(answers.named ? engine('named') : null)
    },
    present: () => {
      asked.push('present')
      return Promise.resolve(answers.present ? engine('present') : null)
    },
    sources: (['vendor', 'registry'] as const).map((label) => ({
      label,
      bring: () => {
        asked.push(label)
        return answers[label] ? Promise.resolve(engine(label)) : Promise.reject(environmentError(`${label} is out of reach`, 'go on-line'))
      },
    })),
  }
  return { made, asked }
}

async function resolve(made: Recipe, bring: boolean) {
  const folder = await scratch()
  const env = { PATH: process.env['PATH'], CAPCHECK_CACHE: join(folder, 'cache') }
  return resolveOne(workshop({ env, yes: false, progress: SILENT }), made, bring)
}

describe('order of sources', () => {
  test('what the user names comes first', async () => {
    const { made, asked } = recipe({ named: true, present: true, vendor: true })
    expect((await resolve(made, true)).engine?.origin).toBe('named')
    expect(asked).toEqual(['named'])
  })

  test('what is present is not brought', async () => {
    const { made, asked } = recipe({ present: true, vendor: true })
    expect((await resolve(made, true)).engine?.origin).toBe('present')
    expect(asked).toEqual(['named', 'present'])
  })

  test('the registry follows the vendor, and the report says why', async () => {
    const { made, asked } = recipe({ registry: true })
    const report = await resolve(made, true)
    // The second look is the one under the lock.
    expect(asked).toEqual(['named', 'present', 'present', 'vendor', 'registry'])
    expect(report.engine?.origin).toBe('registry')
    expect(report.remarks).toEqual(['vendor: vendor is out of reach'])
  })

  test('looking only brings nothing', async () => {
    const { made, asked } = recipe({ vendor: true })
    const report = await resolve(made, false)
    expect(asked).toEqual(['named', 'present'])
    expect(report.problem?.hint).toBe('Run: capcheck setup --yes')
  })

  test('when nothing works, the last reason and its hint are the problem', async () => {
    const report = await resolve(recipe({}).made, true)
    expect(report.problem).toEqual({ reason: 'registry is out of reach', hint: 'go on-line', packages: [] })
  })

  test('a wrong executable that was named stops that engine and no other', async () => {
    const folder = await scratch()
    const mongod = await program(join(folder, 'mongod'), 'echo "db version v4.4.0"')
    const server = await program(join(folder, 'toxi'), 'echo "toxiproxy-server version 2.12.0"')
    const env = { PATH: '', CAPCHECK_CACHE: join(folder, 'cache'), CAPCHECK_MONGOD: mongod, CAPCHECK_TOXIPROXY: server }
    const [first, second] = await resolveEngines(['mongodb', 'toxiproxy'], { bring: true, yes: true, env, progress: SILENT })
    expect(first?.problem?.reason).toContain('its version is 4.4.0')
    expect(second?.engine?.version).toBe('2.12.0')
  })
})
