import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseResult } from '../../src/report/result.ts'
import { cli, freshFolder } from '../helpers/cli.ts'
import { missing } from '../helpers/needs.ts'

const reason = await missing(['postgres'])

describe.skipIf(reason !== null)('latency against the delay between nodes', () => {
  it.each([
    ['PG-1', { read: 'EL', write: 'EL' }],
    ['PG-5', { read: 'EL', write: 'EC' }],
  ])('%s is %j', async (profile, letters) => {
    const folder = freshFolder('run')
    const { stdout } = await cli(['run', '--on', 'sandbox', '--pacelc', '--profile', profile, '--workload', 'register', '--before', '600', '--min-attempts', '20', '--seed', '3', '--out', folder])
    const { pacelc } = parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
    const [lane] = pacelc![0]!.lanes
    expect(Object.fromEntries(lane!.kinds.map(({ f, letter }) => [f, letter]))).toMatchObject(letters)
    expect(stdout).toMatch(new RegExp(`/${lane!.letter}\\b`))
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
  })
})
