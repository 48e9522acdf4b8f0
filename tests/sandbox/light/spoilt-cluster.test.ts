import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '../../../src/core/trial.ts'
import { descendants, freshFolder, said, startCli } from '../../helpers/cli.ts'
import { missing } from '../../helpers/needs.ts'

const SHORT = ['--store', 'postgres', '--profile', 'PG-2', '--workload', 'register', '--seed', '1', '--rate', '5', '--min-attempts', '5', '--before', '1000']

const reason = await missing(['postgres'])

describe.skipIf(reason !== null)('a trial that leaves its cluster cut', () => {
  it('costs the trials after it nothing but a new cluster, which is said', async () => {
    const folder = freshFolder('spoilt')
    const running = startCli(['run', '--on', 'sandbox', ...SHORT, '--shape', 'leader-alone,leader-in-majority', '--out', folder])
    await said(running, 'leader-alone: steady')
    const [toxiproxy] = descendants(running.child.pid!).filter(({ command }) => /toxiproxy-server -host 198\.18\.0\.3/.test(command))
    process.kill(toxiproxy!.pid, 'SIGSTOP')
    const { stderr } = await running.finished
    expect(stderr).toMatch(/leader-alone: stopped.*could not heal the link/)
    expect(stderr).toMatch(/PG-2 cannot begin on it: a healthy cluster[^]*starting a new cluster/)
    expect(stderr).toMatch(/leader-in-majority: finished/)
    const record = (shape: string) => JSON.parse(readFileSync(join(folder, `postgres-PG-2-${shape}`, 'trial.json'), 'utf8')) as TrialRecord
    expect(record('leader-alone').stopped?.reason).toBe('error')
    expect(record('leader-in-majority')).toMatchObject({ healthyBefore: { ok: true }, recovered: { ok: true } })
  })
})
