import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cli } from '../helpers/cli.ts'

const scratch = mkdtempSync(join(tmpdir(), 'capcheck-usage-'))

describe('bad input', () => {
  it.each([
    ['an unknown store', ['run', '--store', 'oracle'], /no store "oracle"; allowed: postgres, mongodb, cassandra/],
    ['an unknown profile', ['run', '--profile', 'PG-99'], /no profile "PG-99".*allowed: .*PG-5/],
    ['a profile of another store', ['run', '--store', 'mongodb', '--profile', 'PG-5'], /no profile "PG-5" for mongodb/],
    ['an unknown workload', ['run', '--workload', 'poker'], /no workload "poker"; allowed: .*bank-transfer/],
    ['an unknown shape', ['run', '--shape', 'star'], /no shape "star"; allowed: leader-alone/],
    ['a missing workload file', ['run', '--workload', './not-there.ts'], /no workload file .*not-there\.ts/],
    ['a rate that is no number', ['run', '--rate', 'fast'], /--rate.*fast/],
    ['an unknown place for nodes', ['run', '--on', 'moon'], /--on.*moon.*Allowed choices are auto, docker, sandbox/],
    ['an image for no engine', ['run', '--image', 'oracle=oracle:23'], /--image oracle=oracle:23 is not understood[^]*one of postgres, mongodb, cassandra, toxiproxy/],
    ['an image that is none', ['run', '--image', 'mongodb=Mongo 8'], /"Mongo 8" is no name of an image/],
    ['an image for the sandbox', ['run', '--on', 'sandbox', '--image', 'mongodb=mongo:8.2'], /--image is for containers/],
    ['an image for a compose cluster', ['run', '--on', 'compose', '--image', 'mongodb=mongo:8.2'], /--image is not for --on compose/],
    ['an unknown node', ['fault', 'cut', 'n9'], /no node "n9"; the nodes are n1, n2, n3/],
    ['a node on both sides', ['fault', 'oneway', 'n1', 'n1,n2'], /n1 cannot be on both sides/],
    ['a fault on an unknown store', ['fault', 'status', '--store', 'oracle'], /no store "oracle"/],
    ['a delay that is none', ['fault', 'slow', 'n1', '--ms', '0'], /--ms.*'0'.*whole number of milliseconds from 1 to 60000/],
    ['a compose file that cannot be written', ['compose', '--out', '/proc/capcheck.yml'], /\/proc\/capcheck\.yml cannot be written/],
    ['an unknown option', ['run', '--stor', 'postgres'], /unknown option '--stor'[^]*Did you mean --store/],
    ['a folder that is no run', ['check', scratch], /is not a run folder/],
    ['an unknown list', ['list', 'dogs'], /nothing to list under "dogs"; allowed: stores/],
  ])('%s gives one clear error and exit code 64', async (_what, args, message) => {
    const { code, stdout, stderr } = await cli(args)
    expect(stderr).toMatch(message)
    expect(stdout).toBe('')
    expect(code).toBe(64)
  })

  it('a fault where no container engine answers says so, and exit code 3', async () => {
    const { code, stderr } = await cli(['fault', 'cut', 'n1'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    expect(stderr).toMatch(/no container engine answers at DOCKER_HOST=unix:\/\/\/nowhere\/docker\.sock/)
    expect(code).toBe(3)
  })

  it('a workload file that throws gives its message and exit code 64', async () => {
    const file = join(scratch, 'throws.ts')
    writeFileSync(file, "throw new Error('no luck today')\n")
    const { code, stderr } = await cli(['run', '--workload', file])
    expect(stderr).toMatch(/throws\.ts cannot be loaded: no luck today/)
    expect(code).toBe(64)
  })

  it('a workload file without a workload is told what is missing', async () => {
    const file = join(scratch, 'empty.ts')
    writeFileSync(file, "export default { name: 'mine' }\n")
    const { code, stderr } = await cli(['run', '--workload', file])
    expect(stderr).toMatch(/empty\.ts has a default export without title, kinds/)
    expect(code).toBe(64)
  })

  it('an output folder that cannot be written gives its path and exit code 64', async () => {
    const { code, stderr } = await cli(['run', '--out', '/proc/capcheck/run'])
    expect(stderr).toMatch(/\/proc\/capcheck\/run cannot be made/)
    expect(code).toBe(64)
  })
})

describe('a store without its engine', () => {
  it('is "not run" with the reason, and the exit code says so', async () => {
    const cache = join(scratch, 'empty-cache')
    mkdirSync(cache)
    const out = join(scratch, 'not-run')
    const { code, stdout } = await cli(['run', '--on', 'sandbox', '--store', 'mongodb', '--out', out], { CAPCHECK_CACHE: cache, PATH: '/nowhere', CAPCHECK_MONGOD: '' })
    expect(stdout).toMatch(/not run/i)
    expect(code).toBe(3)
  })
})

describe('help', () => {
  it('shows examples and exit codes', async () => {
    const { code, stdout } = await cli(['run', '--help'])
    expect(stdout).toMatch(/Examples:[^]*capcheck run --profile PG-2/)
    expect(code).toBe(0)
    expect((await cli(['--help'])).stdout).toMatch(/Exit codes:[^]*64 /)
  })

  it('lists stores, profiles, workloads and shapes', async () => {
    const { stdout } = await cli(['list'])
    for (const name of ['postgres', 'mongodb', 'cassandra', 'PG-5', 'M-4', 'C-1', 'bank-transfer', 'leader-alone']) expect(stdout).toContain(name)
  })
})
