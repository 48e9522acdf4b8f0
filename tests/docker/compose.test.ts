import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api, dockerEngine } from '../../src/clusters/docker/engine.ts'
import { cli, type Finished, freshFolder, said, startCli } from '../helpers/cli.ts'
import { composeMissing, dockerCompose, projectParts, ROOT, shell } from '../helpers/compose.ts'
import { volumes } from '../helpers/docker.ts'
import { runJudged } from '../helpers/judged.ts'

const reason = await composeMissing()

const STORES = ['postgres', 'mongodb', 'cassandra']

/** Commands of the README's walk-through, each with the lines that it is said to print. */
const walk = readFileSync(join(ROOT, 'README.md'), 'utf8')
  .split('## A cluster to play with')[1]!
  .match(/```console\n([^]*?)```/)![1]!
  .split(/^\$ /m)
  .slice(1)
  .map((text) => {
    const [command, ...lines] = text.trimEnd().split('\n')
    return { command: command!, lines }
  })

/** Milliseconds differ from run to run. */
const unmeasured = (text: string) => text.replaceAll(/\d+ ms/g, '… ms')

async function cutAndHeal(store: string): Promise<void> {
  const cut = await cli(['fault', 'cut', 'n3', '--store', store])
  expect(unmeasured(cut.stdout).trimEnd().split('\n').slice(1)).toEqual(['n1->n3', 'n2->n3', 'n3->n1', 'n3->n2'].map((link) => `  ${link}  cut  nothing came back in … ms`))
  const views = async () => (await cli(['fault', 'status', '--store', store])).stdout.match(/^ {2}n\d +(leader|follower|peer), sees.*$/gm)?.map((line) => line.replace(/^ *(n\d) +\w+, /, '$1 '))
  await expect.poll(views, { timeout: 40_000 }).toEqual(['n1 sees n2', 'n2 sees n1', 'n3 sees nobody'])
  if (store === 'cassandra') expect((await shell('docker compose exec -T cassandra-n1 nodetool status')).stdout.match(/^(UN|DN) /gm)?.toSorted()).toEqual(['DN ', 'UN ', 'UN '])
  expect((await cli(['fault', 'heal', '--store', store])).code).toBe(0)
  await expect.poll(views, { timeout: 40_000 }).toEqual(['n1 sees n2, n3', 'n2 sees n1, n3', 'n3 sees n1, n2'])
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

describe.skipIf(reason !== null)('compose clusters', () => {
  let volumesBefore: readonly string[]
  /** The clusters that the README says nothing of come up beside the one that it does. */
  let others: Promise<Finished>

  beforeAll(async () => {
    await dockerCompose(STORES, 'down', '--volumes')
    volumesBefore = await volumes()
  })

  afterAll(async () => {
    await dockerCompose(STORES, 'down', '--volumes')
  })

  it('that are not there are said to be not there, and exit code 3', async () => {
    const [run, fault] = await Promise.all([cli(['run', '--on', 'compose', '--store', 'postgres', '--out', freshFolder('run')]), cli(['fault', 'status'])])
    expect(flat(run.stdout)).toMatch(/not run: postgres: no compose cluster is running docker compose --profile postgres up/)
    expect(fault.stderr).toMatch(/no compose cluster is running\n.*docker compose --profile postgres up/)
    expect([run.code, fault.code]).toEqual([3, 3])
  })

  it('one of whose ports is taken is half up, and the port is named', async () => {
    const occupant: Server = createServer()
    await new Promise<void>((resolve) => occupant.listen(21_202, '127.0.0.1', resolve))
    try {
      expect((await dockerCompose(['postgres'], 'up', '--detach')).code).not.toBe(0)
      const [run, fault, other] = await Promise.all([
        cli(['run', '--on', 'compose', '--store', 'postgres', '--out', freshFolder('run')]),
        cli(['fault', 'cut', 'n1', '--store', 'postgres']),
        cli(['fault', 'cut', 'n1', '--store', 'mongodb']),
      ])
      expect(flat(run.stdout)).toMatch(/not run: postgres: the compose cluster of postgres is half up: .*n2\.toxiproxy could not start, since a port is taken: .*127\.0\.0\.1:21202/)
      expect(fault.stderr).toMatch(/half up: .*n2\.toxiproxy could not start, since a port is taken/)
      expect(other.stderr).toMatch(/the profile mongodb of the compose file is not up; up: postgres/)
      expect([run.code, fault.code, other.code]).toEqual([3, 3, 3])
    } finally {
      occupant.close()
      await dockerCompose(['postgres'], 'down', '--volumes')
    }
  })

  it("the README's walk-through does what it says, but for taking the cluster down", async () => {
    expect(walk.map(({ command }) => command.split(' ')[0])).toEqual(['docker', 'npx', 'npx', 'docker', 'npx', 'curl', 'docker'])
    for (const { command, lines } of walk.slice(0, -1)) {
      const { code, stdout, stderr } = await shell(command)
      expect({ command, code, stderr: code === 0 ? '' : stderr }).toEqual({ command, code: 0, stderr: '' })
      if (lines.length > 0) expect(unmeasured(stdout.trimEnd())).toBe(unmeasured(lines.join('\n')))
    }
    others = dockerCompose(['mongodb', 'cassandra'], 'up', '--detach', '--wait')
    const { stdout } = await cli(['fault', 'status', '--store', 'postgres'])
    const slow = /^ {2}n1->n2 +slow \(\+0 ms, answers \+50 ms\) +answered after (\d+) ms$/m.exec(stdout)
    expect(Number(slow?.[1])).toBeGreaterThanOrEqual(50)
  })

  it('a trial on one that runs opens links that were disturbed by hand, says what it says elsewhere, and leaves every link open', async () => {
    await others
    expect((await shell('npx capcheck fault oneway n2 n3 --store postgres')).stdout).toMatch(/n2->n3 +requests lost +nothing came back.*\n +n3->n2 +answers lost +requests arrive, answers do not come back/)
    const folder = freshFolder('run')
    const { result } = await runJudged('compose', ['PG-2'], folder, ['--min-attempts', '100'])
    expect(result.provider).toBe('compose')
    expect(result.runs.map(({ workload, verdict }) => `${workload}: ${verdict.label}`)).toEqual(['register: neither', 'bank-transfer: neither', 'likes-counter: neither'])
    expect(result.engines.map(({ origin }) => origin)).toEqual([expect.stringMatching(/^image postgres:17, /), expect.stringMatching(/^image ghcr\.io\/shopify\/toxiproxy:2\.12\.0, /)])
    expect(readFileSync(join(folder, 'nodes', 'postgres', 'n2.log'), 'utf8')).toMatch(/LOG/)
    expect((await cli(['fault', 'status', '--store', 'postgres'])).stdout.match(/ open /g)).toHaveLength(6)
  })

  it('a run on one that is killed leaves it running, with every link open, and capcheck clean never touches it', async () => {
    const folder = freshFolder('killed')
    const running = startCli(['run', '--on', 'compose', '--store', 'postgres', '--profile', 'PG-1', '--workload', 'register', '--out', folder])
    await said(running, 'cut 4 links')
    running.child.kill('SIGKILL')
    await running.finished
    await expect.poll(async () => (await cli(['fault', 'status', '--store', 'postgres'])).stdout.match(/ open /g)?.length, { timeout: 20_000 }).toBe(6)
    expect((await cli(['check', folder])).code).toBe(130)
    const before = await projectParts()
    expect(before.filter((part) => part.includes('running'))).toHaveLength(18)
    expect((await cli(['clean', '--all'])).stdout).toMatch(/^Nothing to remove\.$/m)
    expect(await projectParts()).toEqual(before)
  })

  it('mongodb and cassandra: all is healthy, a cut of n3 is seen by the store itself, and so is the heal', async () => {
    expect((await others).code).toBe(0)
    await Promise.all(['mongodb', 'cassandra'].map(cutAndHeal))
  })

  it('a node that has ended is named; down leaves no container, network or volume', async () => {
    const docker = api(await dockerEngine())
    const [n3] = await docker.listContainers({ filters: { label: ['org.capcheck.compose=postgres', 'org.capcheck.part=n3'] } })
    await docker.getContainer(n3!.Id).kill()
    const { code, stderr } = await cli(['fault', 'cut', 'n1', '--store', 'postgres'])
    expect(stderr).toMatch(/the compose cluster of postgres is half up: n3 has ended with exit code 137/)
    expect(code).toBe(3)
    await dockerCompose(['mongodb', 'cassandra'], 'down', '--volumes')
    expect((await shell(walk.at(-1)!.command)).code).toBe(0)
    expect(await projectParts()).toEqual([])
    expect(await volumes()).toEqual(volumesBefore)
  })
})
