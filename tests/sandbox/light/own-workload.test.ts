import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseResult } from '../../../src/report/result.ts'
import { cli, freshFolder } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

const reason = await missing(['postgres'])

describe.skipIf(reason !== null)('a workload as capcheck init writes it', () => {
  it('runs against the real store beside the register, and its own check finds what standby reads lack', async () => {
    const folder = freshFolder('run')
    const file = join(dirname(folder), 'notes', 'workload.mts')
    expect(await cli(['init', 'notes'], {}, { cwd: dirname(folder) })).toMatchObject({ code: 0 })
    const { code, stdout, stderr } = await cli(['run', '--on', 'sandbox', '--store', 'postgres', '--profile', 'PG-2', '--workload', file, '--before', '2000', '--min-attempts', '60', '--seed', '5', '--out', folder])
    expect({ code, stdout, stderr }).toMatchObject({ code: 0 })
    const { runs } = parseResult(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')))
    expect(runs.map(({ workload }) => workload).toSorted()).toEqual(['notes', 'register'])
    const own = runs.find(({ workload }) => workload === 'notes')!
    expect(own).toMatchObject({ workloadFile: file, verdict: { label: 'neither' } })
    expect(own.availability.find(({ home, phase, f }) => home === 'n1' && phase === 'steady' && f === 'add')).toMatchObject({ fail: 0 })
    expect(own.availability.find(({ home, phase, f }) => home === 'n2' && phase === 'steady' && f === 'add')).toMatchObject({ ok: 0 })
    expect(own.checks.find(({ check }) => check === 'no note is missing')).toMatchObject({ valid: false, counts: 'impact' })
    const again = await cli(['check', folder])
    expect(again.stderr).toMatch(/byte for byte/)
  })
})

describe.skipIf(reason !== null)('a machine that forbids sandboxes', () => {
  it('is told so, with what to do, and exit code 3', async () => {
    // A namespace in which no further one may be made: the same refusal as with the machine's own setting at 0.
    const forbid = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
    const { code, stdout } = await cli(['run', '--on', 'sandbox', '--store', 'postgres', '--out', freshFolder('run')], {}, { before: ['unshare', '--user', '--map-root-user', 'sh', '-c', forbid, 'sh'] })
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/not run: no sandbox: user namespaces: refused: .* Run as root: sysctl -w user\.max_user_namespaces=/)
    expect(code).toBe(3)
  })
})
