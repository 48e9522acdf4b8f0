import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_PROFILES } from '../../src/pipeline/select.ts'
import type { Result } from '../../src/report/result.ts'
import { cli, freshFolder } from '../helpers/cli.ts'
import { dockerMissing, ours, volumes } from '../helpers/docker.ts'
import { EXPECTED, runJudged, storedResult, storeResult } from '../helpers/judged.ts'
import { skipReason } from '../helpers/needs.ts'

const reason = await dockerMissing(['postgres', 'mongodb', 'cassandra'])

const compared = reason !== null || existsSync(storedResult('sandbox')) ? null : skipReason(['the labels of the sandbox are not there to compare with'], 'run the sandbox tests in the same command: --project sandbox --project docker')

const DEFAULT = Object.values(DEFAULT_PROFILES).flat()
/** Containers need more of two processors than processes do, and the sandbox's tests have the full load. */
const MODEST = ['--rate', '8', '--min-attempts', '80']

describe.skipIf(reason !== null)('the default comparison on containers', () => {
  const folder = freshFolder('run')
  let result: Result
  let volumesBefore: readonly string[]

  beforeAll(async () => {
    volumesBefore = await volumes()
    ;({ result } = await runJudged('docker', DEFAULT, folder, MODEST))
    storeResult('docker', result)
  })

  it('every store ran', () => {
    expect(result.notRun).toEqual([])
  })

  it.each(EXPECTED.filter(([, config]) => DEFAULT.includes(config)))('%s %s is %s, for every workload', (_store, config, label) => {
    const runs = result.runs.filter((run) => run.trial.includes(`-${config}-`))
    expect(runs.map((run) => run.workload).toSorted()).toEqual(['bank-transfer', 'likes-counter', 'register'])
    expect(runs.map((run) => `${run.profile} ${run.workload}: ${run.verdict.label}. ${run.verdict.reason}`)).toEqual(runs.map(() => expect.stringContaining(`: ${label}. `)))
  })

  it.skipIf(compared !== null)('gives the labels that the sandbox gave before, in the same run of the tests', async () => {
    const { code, stdout } = await cli(['compare', storedResult('sandbox'), storedResult('docker'), '--format', 'json'])
    const { rows } = JSON.parse(stdout) as { rows: { difference: string }[] }
    expect({ code, same: rows.filter(({ difference }) => difference === 'same').length, stdout }).toEqual({ code: 0, same: 3 * DEFAULT.length, stdout })
  })

  it('names every image with its digest or id', () => {
    expect(result.provider).toBe('docker')
    expect(result.engines.map(({ name }) => name).toSorted()).toEqual(['cassandra', 'mongodb', 'postgres', 'toxiproxy'])
    for (const { origin, sha256 } of result.engines) {
      expect(origin).toMatch(/^image \S+, (digest|id) sha256:[0-9a-f]{64}$/)
      expect(origin).toContain(sha256)
    }
  })

  it('keeps a log of every node and every Toxiproxy', () => {
    for (const store of ['postgres', 'mongodb', 'cassandra']) {
      const logs = readdirSync(join(folder, 'nodes', store))
      for (const node of ['n1', 'n2', 'n3']) expect(logs).toEqual(expect.arrayContaining([`${node}.log`, `${node}.toxiproxy.log`]))
      expect(readFileSync(join(folder, 'nodes', store, 'n2.log'), 'utf8').length).toBeGreaterThan(500)
    }
  })

  it('is recomputed from the histories alone to the same bytes', async () => {
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
  })

  it('leaves no container, network or volume', async () => {
    expect(await ours()).toEqual([])
    expect(await volumes()).toEqual(volumesBefore)
  })
})
