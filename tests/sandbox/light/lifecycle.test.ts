import { existsSync, readFileSync, readdirSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { cli, descendants, freshFolder, processesNaming, said, type Seen, seenBelow, startCli, stillRunning } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

// One PostgreSQL configuration with short phases: these tests are about the sandbox, not about verdicts.
const SHORT = ['--store', 'postgres', '--profile', 'PG-2', '--seed', '1', '--rate', '5', '--min-attempts', '5', '--before', '1000']

const reason = await missing(['postgres'])

describe.skipIf(reason !== null)('the life of a sandbox', () => {
  /** Folder of a run that has ended, once there is one. */
  let ended: string | null = null

  let mountsBefore: string

  beforeAll(() => {
    mountsBefore = readFileSync('/proc/mounts', 'utf8')
  })

  /** Neither processes that name the folder nor those that were seen; others run their own clusters at the same time. */
  async function nothingLeft(folder: string, seen: readonly Seen[] = []): Promise<void> {
    const end = Date.now() + 20_000
    for (;;) {
      const left = [...processesNaming(folder), ...stillRunning(seen)]
      if (left.length === 0) break
      if (Date.now() > end) throw new Error(`left behind: ${left.join('\n')}`)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    expect(readFileSync('/proc/mounts', 'utf8')).toBe(mountsBefore)
  }

  it.each([
    ['while nodes start', 'starting the nodes'],
    ['in the control phase', ': before'],
    ['while the links are cut', ': steady'],
    ['while the cluster heals', ': heal'],
  ])('kill -9 %s leaves no process, namespace, mount or port, and a history that can be checked', async (_when, text) => {
    const folder = freshFolder('run')
    const running = startCli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])
    await said(running, text)
    const seen = seenBelow(running.child.pid!)
    const proxies = seen.filter(({ command }) => command.includes('toxiproxy-server'))
    expect(proxies.length).toBeGreaterThan(0)
    // Shared memory of a killed PostgreSQL goes with the namespace that it is in; in ours it would stay.
    for (const { pid } of proxies) expect(readlinkSync(`/proc/${pid}/ns/ipc`)).not.toBe(readlinkSync('/proc/self/ns/ipc'))
    running.child.kill('SIGKILL')
    await running.finished
    await nothingLeft(folder, seen)
    const checked = await cli(['check', folder])
    // Interrupted is not a verdict; what was recorded is all there.
    expect(checked.code).toBe(130)
    if (text !== 'starting the nodes') expect(checked.stdout).toMatch(/inconclusive/)
  })

  it('Ctrl+C heals, keeps the history, writes the report, tears down, and exits with 130', async () => {
    const folder = freshFolder('run')
    const running = startCli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])
    await said(running, ': steady')
    const seen = seenBelow(running.child.pid!)
    running.child.kill('SIGINT')
    const { code, stderr } = await running.finished
    expect(stderr).toMatch(/healed 4 links/)
    expect(code).toBe(130)
    expect(existsSync(join(folder, 'report.html'))).toBe(true)
    const result = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8'))
    expect(result.runs.map((run: { verdict: { label: string } }) => run.verdict.label)).toEqual(['inconclusive', 'inconclusive', 'inconclusive'])
    await nothingLeft(folder, seen)
  })

  it('a node that ends while the cluster comes up: the cluster is tried once more, which is said', async () => {
    const folder = freshFolder('run')
    const running = startCli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])
    await said(running, 'waiting for the cluster to be whole')
    const [node] = descendants(running.child.pid!).filter(({ command }) => /\/postgres .*nodes\/n2/.test(command))
    const seen = seenBelow(running.child.pid!)
    process.kill(node!.pid, 'SIGKILL')
    const { stderr, stdout } = await running.finished
    expect(stderr).toMatch(/did not come up \(n2 of the postgres cluster ended by itself[^]*and is tried once more/)
    expect(stderr).toMatch(/postgres-PG-2-leader-alone: finished/)
    expect(stdout).not.toMatch(/not run/)
    await nothingLeft(folder, seen)
  })

  it('two runs at once do not disturb each other, and each is checked again to the same bytes', async () => {
    const folders = [freshFolder('a'), freshFolder('b')]
    const finished = await Promise.all(folders.map((folder) => cli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])))
    for (const [index, { code, stderr }] of finished.entries()) {
      expect({ code, stderr }).toSatisfy(({ code: exit }: { code: number | null }) => exit === 0 || exit === 2)
      const again = await cli(['check', folders[index]!])
      expect(again.stderr).toMatch(/byte for byte/)
    }
    for (const folder of folders) await nothingLeft(folder)
    ended = folders[0]!
  })

  it('refuses to run into a folder that has something in it, and loses nothing of it', async () => {
    const folder = ended ?? freshFolder('run')
    if (ended === null) await cli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])
    const before = readFileSync(join(folder, 'result.json'), 'utf8')
    const second = await cli(['run', '--on', 'sandbox', ...SHORT, '--out', folder])
    expect(second.code).toBe(64)
    expect(second.stderr).toContain(`${folder} exists and is not empty`)
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(before)

    const trial = readdirSync(folder).find((name) => name.startsWith('postgres-'))!
    const history = join(folder, trial, 'register.jsonl')
    const text = readFileSync(history, 'utf8')
    writeFileSync(history, text.slice(0, -20))
    const torn = await cli(['check', folder])
    expect(torn.stderr, 'a torn last line is left out with a remark').toMatch(/register\.jsonl/)
    expect(torn.code).toBe(1)
    writeFileSync(history, text.replace('\n', '\n{"process":1,\n'))
    const corrupt = await cli(['check', folder])
    expect(corrupt.code).toBe(64)
    expect(corrupt.stderr).toMatch(/register\.jsonl.*line 2|register\.jsonl:2/)
  })
})
