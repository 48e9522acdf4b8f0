import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { api, dockerEngine } from '../../src/clusters/docker/engine.ts'
import { cli, freshFolder, said, startCli } from '../helpers/cli.ts'
import { dockerMissing, frontDoor, nothingLeft, ours, partId, volumes } from '../helpers/docker.ts'
import { killedAt, SHORT } from '../helpers/short-run.ts'

const reason = await dockerMissing(['postgres'])

/** Milliseconds that the reaper takes after its last client has gone: it waits ten seconds for another one. */
const REAPER_MS = 40_000

const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

let volumesBefore: readonly string[] = []

beforeAll(async () => {
  if (reason === null) volumesBefore = await volumes()
})

describe.skipIf(reason !== null)('how a cluster of containers ends', { concurrent: true }, () => {
  afterAll(async () => {
    await cli(['clean', '--all'])
  })

  it('kill -9 of the command line: the runner removes everything, and the history can be checked', async () => {
    await Promise.all(
      ['starting the nodes', 'cut 4 links'].map(async (text) => {
        const folder = freshFolder('run')
        await killedAt(text, startCli([...SHORT, '--out', folder]))
        await nothingLeft(folder, 20_000)
        expect((await cli(['check', folder])).code).toBe(130)
      }),
    )
  })

  it('kill -9 of command line and runner: the reaper removes everything', async () => {
    const folder = freshFolder('run')
    await killedAt('cut 4 links', startCli([...SHORT, '--out', folder]), folder)
    expect(await ours(folder)).not.toEqual([])
    await nothingLeft(folder, REAPER_MS)
  })

  it('Ctrl+C heals, keeps the history, writes the report, removes everything, and exits with 130', async () => {
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder])
    await said(running, 'cut 4 links')
    running.child.kill('SIGINT')
    const { code, stderr } = await running.finished
    expect(stderr).toMatch(/healed 4 links/)
    expect(code).toBe(130)
    expect(existsSync(join(folder, 'report.html'))).toBe(true)
    expect(await ours(folder)).toEqual([])
  })

  it('a node that dies is named with its exit code and its last words; the history is kept, exit code 3', async () => {
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder])
    await said(running, 'cut 4 links')
    await api(await dockerEngine()).getContainer(await partId(folder, 'n2')).kill()
    const { code, stdout } = await running.finished
    expect(flat(stdout)).toMatch(/not run: n2 ended by itself: exit code 137 last lines of .*n2\.log/)
    expect(code).toBe(3)
    expect(readFileSync(join(folder, 'postgres-PG-2-leader-alone', 'register.jsonl'), 'utf8').split('\n').length).toBeGreaterThan(50)
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
    expect(await ours(folder)).toEqual([])
  })

  it('an engine that stops is told from a node that dies; the history is kept, exit code 3', async () => {
    const door = await frontDoor()
    const folder = freshFolder('run')
    const running = startCli([...SHORT, '--out', folder], door.env)
    await said(running, 'cut 4 links')
    door.close()
    const { code, stdout } = await running.finished
    expect(flat(stdout)).toMatch(/not run: the container engine fell silent in the middle of the run/)
    expect(code).toBe(3)
    expect((await cli(['check', folder])).stderr).toMatch(/byte for byte/)
  })
})

describe.skipIf(reason !== null)('what keeps a run from starting', { concurrent: true }, () => {
  it('an image that cannot be pulled is named, with what to do, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--image', 'postgres=registry.invalid/nobody/has-this:1', '--out', freshFolder('run')])
    expect(flat(stdout)).toMatch(/not run: postgres: the image registry\.invalid\/nobody\/has-this:1 is not there and cannot be pulled: .* docker pull/)
    expect(code).toBe(3)
  })

  it('an image of something else is said to be one, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--image', 'postgres=ghcr.io/shopify/toxiproxy:2.12.0', '--out', freshFolder('run')])
    expect(flat(stdout)).toMatch(/not run: the container n\d could not be started: the image is of another kind: .* --image/)
    expect(code).toBe(3)
  })

  it('a stopped engine is said to be stopped, and exit code 3', async () => {
    const { code, stdout } = await cli([...SHORT, '--out', freshFolder('run')], { DOCKER_HOST: 'unix:///nowhere/docker.sock' })
    expect(flat(stdout)).toMatch(/not run: no container engine answers at DOCKER_HOST=unix:\/\/\/nowhere\/docker\.sock Start it, or unset DOCKER_HOST/)
    expect(code).toBe(3)
  })

  it('too little memory is said before anything starts, and exit code 3', async () => {
    const door = await frontDoor((text) => text.replace(/"MemTotal":\d+/, (found) => '"MemTotal":999999999'.padEnd(found.length)))
    const { code, stdout } = await cli([...SHORT, '--out', freshFolder('run')], door.env)
    door.close()
    expect(flat(stdout)).toMatch(/not run: postgres: too little memory: the container engine has 0\.9 GiB, 3 nodes of PostgreSQL need 1\.8 GiB Give the engine more/)
    expect(code).toBe(3)
  })

  it('a reaper that cannot be started is named, with how to do without', async () => {
    const { code, stdout } = await cli([...SHORT, '--out', freshFolder('run')], { RYUK_CONTAINER_IMAGE: 'registry.invalid/nobody/ryuk:1' })
    expect(flat(stdout)).toMatch(/not run: testcontainers' reaper .* could not be started: .*RYUK_DISABLED=true/)
    expect(code).toBe(3)
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

it.skipIf(reason !== null)('none of these runs has left anything', async () => {
  expect(await ours()).toEqual([])
  expect(await volumes()).toEqual(volumesBefore)
})
