import { describe, expect, it } from 'vitest'
import { cli, freshFolder, said, startCli } from '../helpers/cli.ts'
import { dockerMissing, foreigners, ours, volumes } from '../helpers/docker.ts'
import { killedAt, SHORT } from '../helpers/short-run.ts'

const reason = await dockerMissing(['postgres'])

describe.skipIf(reason !== null)('runs that are killed where there is no reaper', () => {
  it('of five at once, two are killed: one capcheck clean removes what they left, and nothing of the three or of others', async () => {
    const volumesBefore = await volumes()
    const other = await foreigners()
    const folders = [1, 2, 3, 4, 5].map((number) => freshFolder(`run-${number}`))
    const runs = folders.map((folder) => startCli([...SHORT, '--out', folder], { TESTCONTAINERS_RYUK_DISABLED: 'true' }))
    try {
      const killed = folders.slice(0, 2)
      await Promise.all([...killed.map((folder, index) => killedAt('before (', runs[index]!, folder)), ...runs.slice(2).map((run) => said(run, 'starting the nodes'))])
      for (const folder of killed) expect(await ours(folder)).toHaveLength(7)
      const { code, stdout, stderr } = await cli(['clean'])
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout.match(/^removed container /gm)).toHaveLength(2 * 6)
      expect(stdout.match(/^removed network /gm)).toHaveLength(2)
      expect(stdout).toMatch(/^left alone /m)
      // A run that lost a container or its network would end with 3.
      for (const run of runs.slice(2)) expect([0, 2]).toContain((await run.finished).code)
      expect(await ours()).toEqual([])
      expect(await other.alive()).toBe(true)
    } finally {
      await Promise.all(runs.map(({ finished }) => finished))
      await other.remove()
    }
    expect(await volumes()).toEqual(volumesBefore)
  })
})
