import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseResult } from '../../../src/report/result.ts'
import { cli, freshFolder } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

const reason = await missing(['postgres'])

/** The letters of the register's kinds, and the run that they come from. */
async function measure(profile: string) {
  const folder = freshFolder('run')
  const { stdout } = await cli(['run', '--on', 'sandbox', '--pacelc', '--profile', profile, '--workload', 'register', '--before', '600', '--min-attempts', '20', '--seed', '3', '--out', folder])
  const { pacelc } = parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
  const [lane] = pacelc![0]!.lanes
  return { folder, stdout, letter: lane!.letter, letters: Object.fromEntries(lane!.kinds.map(({ f, letter }) => [f, letter])) }
}

describe.skipIf(reason !== null)('latency against the delay between nodes', () => {
  it.each([
    ['PG-1', { read: 'EL', write: 'EL' }],
    ['PG-5', { read: 'EL', write: 'EC' }],
  ])('%s is %j', async (profile, letters) => {
    let run = await measure(profile)
    if (Object.keys(letters).some((f) => run.letters[f] === 'unclear')) {
      console.warn(`${profile}: a letter is unclear, measured once more: ${JSON.stringify(run.letters)}`)
      run = await measure(profile)
    }
    expect(run.letters).toMatchObject(letters)
    expect(run.stdout).toMatch(new RegExp(`/${run.letter}\\b`))
    expect((await cli(['check', run.folder])).stderr).toMatch(/byte for byte/)
  })
})
