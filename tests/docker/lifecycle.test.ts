import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { api, dockerEngine } from '../../src/clusters/docker/engine.ts'
import { cli, freshFolder, processesNaming, said, startCli } from '../helpers/cli.ts'
import { dockerMissing, foreigners, frontDoor, nothingOfOurs, ours, partId, volumes } from '../helpers/docker.ts'

// One PostgreSQL configuration with short phases: these tests are about containers, not about verdicts.
const SHORT = ['run', '--on', 'docker', '--store', 'postgres', '--profile', 'PG-2', '--seed', '1', '--rate', '5', '--min-attempts', '5', '--before', '1000']

const reason = await dockerMissing(['postgres'])

/** Milliseconds that the reaper takes after its last client has gone: it waits ten seconds for another one. */
const REAPER_MS = 40_000

/** Kills what runs the trials beside the containers, so that nobody but the reaper is left. */
function killRunner(folder: string): void {
  for (const line of processesNaming(folder)) process.kill(Number(line.split(' ')[0]), 'SIGKILL')
}

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

describe.skipIf(reason !== null)('the life of a cluster of containers', () => {
  afterEach(async () => {
    await cli(['clean', '--all'])
  })

  it('kill -9 of the command line: the runner removes everything, and the history can be checked', async () => {
    const before = await volumes()
    const other = await foreigners()
    try {
      for (const text of ['starting the nodes', ': steady']) {
        const folder = freshFolder('run')
        const running = startCli([...SHORT, '--out', folder])
        await said(running, text)
        running.child.kill('SIGKILL')
        await running.finished
        await nothingOfOurs(20_000)
        expect((await cli(['check', folder])).code).toBe(130)
      }
      expect(await other.alive()).toBe(true)
    } finally {
      await other.remove()
    }
    expect(await volumes()).toEqual(before)
  })

  it('kill -9 of command line and runner: the reaper removes everything', async () => {
    const before = await volumes()
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder])
    await said(running, ': steady')
    running.child.kill('SIGKILL')
    killRunner(folder)
    await running.finished
    expect(await ours()).not.toEqual([])
    await nothingOfOurs(REAPER_MS)
    expect(await volumes()).toEqual(before)
  })

  it('without a reaper, capcheck clean removes what was left, and nothing of others or of a run that goes on', async () => {
    const env = { TESTCONTAINERS_RYUK_DISABLED: 'true' }
    const other = await foreigners()
    try {
      const folder = freshFolder('killed')
      const killed = startCli([...SHORT, '--out', folder], env)
      await said(killed, ': steady')
      killed.child.kill('SIGKILL')
      killRunner(folder)
      await killed.finished
      const left = await ours()
      expect(left).toHaveLength(7)

      const goesOn = startCli([...SHORT, '--out', freshFolder('goes-on')], env)
      await said(goesOn, ': steady')
      const { code, stdout } = await cli(['clean'])
      expect(code).toBe(0)
      expect(stdout.match(/^removed container /gm)).toHaveLength(6)
      expect(stdout.match(/^removed network /gm)).toHaveLength(1)
      expect(stdout.match(/^left alone /gm)).toHaveLength(7)
      expect((await ours()).filter((name) => left.includes(name))).toEqual([])
      const finished = await goesOn.finished
      expect([0, 2]).toContain(finished.code)
      expect(await ours()).toEqual([])
      expect(await other.alive()).toBe(true)
    } finally {
      await other.remove()
    }
  })

  it('Ctrl+C heals, keeps the history, writes the report, removes everything, and exits with 130', async () => {
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder])
    await said(running, ': steady')
    running.child.kill('SIGINT')
    const { code, stderr } = await running.finished
    expect(stderr).toMatch(/healed 4 links/)
    expect(code).toBe(130)
    expect(existsSync(join(folder, 'report.html'))).toBe(true)
    expect(await ours()).toEqual([])
  })

  it('a node that dies is named with its exit code and its last words; the history is kept, exit code 3', async () => {
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder])
    await said(running, ': steady')
    await api(await dockerEngine()).getContainer(await partId('n2')).kill()
    const { code, stdout } = await running.finished
    expect(flat(stdout)).toMatch(/not run: n2 ended by itself: exit code 137 last lines of .*n2\.log/)
    expect(code).toBe(3)
    expect(readFileSync(join(folder, 'postgres-PG-2-leader-alone', 'register.jsonl'), 'utf8').split('\n').length).toBeGreaterThan(50)
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
    expect(await ours()).toEqual([])
  })

  it('an engine that stops is told from a node that dies; the history is kept, exit code 3', async () => {
    const door = await frontDoor()
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder], door.env)
    await said(running, ': steady')
    door.close()
    const { code, stdout } = await running.finished
    expect(flat(stdout)).toMatch(/not run: the container engine fell silent in the middle of the run/)
    expect(code).toBe(3)
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
  })
})

describe.skipIf(reason !== null)('what keeps a run from starting', () => {
  it('an image that cannot be pulled is named, with what to do, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--image', 'postgres=registry.invalid/nobody/has-this:1', '--out', freshFolder('run')])
    expect(flat(stdout)).toMatch(/not run: postgres: the image registry\.invalid\/nobody\/has-this:1 is not there and cannot be pulled: .* docker pull/)
    expect(code).toBe(3)
    expect(await ours()).toEqual([])
  })

  it('an image of something else is said to be one, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--image', 'postgres=ghcr.io/shopify/toxiproxy:2.12.0', '--out', freshFolder('run')])
    expect(flat(stdout)).toMatch(/not run: the container n\d could not be started: the image is of another kind: .* --image/)
    expect(code).toBe(3)
    expect(await ours()).toEqual([])
  })

  it('a stopped engine is said to be stopped, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--out', freshFolder('run')], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    expect(flat(stdout)).toMatch(/not run: no container engine answers at DOCKER_HOST=unix:\/\/\/nowhere\/docker\.sock Start it, or unset DOCKER_HOST/)
    expect(code).toBe(3)
  })

  it('a reaper that cannot be started is named, with how to do without', async () => {
    const { code, stdout } = await cli([...SHORT, '--out', freshFolder('run')], { RYUK_CONTAINER_IMAGE: 'registry.invalid/nobody/ryuk:1' })
    expect(flat(stdout)).toMatch(/not run: testcontainers' reaper .* could not be started: .*RYUK_DISABLED=true/)
    expect(code).toBe(3)
    expect(await ours()).toEqual([])
  })

  it('clean without an engine says so, and exit code 3', async () => {
    const { code, stderr } = await cli(['clean'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    expect(stderr).toMatch(/no container engine answers at DOCKER_HOST/)
    expect(code).toBe(3)
  })

  it('doctor shows engine, API version, memory and images, and what auto would take', async () => {
    const { stdout, code } = await cli(['doctor'])
    expect(stdout).toMatch(/^ok +container engine +\S+, API \d\.\d+, linux/m)
    expect(stdout).toMatch(/^(ok|tight) +its memory +[\d.]+ GiB, \d+ processors/m)
    for (const image of ['postgres:17', 'ghcr.io/shopify/toxiproxy:2.12.0']) expect(stdout).toMatch(new RegExp(`^ok +image \\w+ +${image}$`, 'm'))
    expect(stdout).toMatch(/takes Docker/)
    expect(code).toBe(0)
    expect((await cli(['doctor'], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })).stdout).toMatch(/^absent +container engine +no container engine answers[^]*takes the sandbox/m)
  })
})
