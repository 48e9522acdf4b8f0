import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { describe, expect, it, vi } from 'vitest'
import { inUse, runLabels } from '../../../../src/clusters/docker/labels.ts'

const owner = (pid: number, machine = hostname()) => ({ ...runLabels('x'), 'org.capcheck.owner': `${machine}/${pid}` })

describe('what a label says of its owner', () => {
  it('a process of this machine that runs still uses what it made', () => {
    expect(inUse(owner(process.ppid))).toBe(true)
  })

  it('one that has ended does not, nor does one of another machine, nor this very process', () => {
    const { pid } = spawnSync('true')
    expect(inUse(owner(pid))).toBe(false)
    expect(inUse(owner(process.ppid, 'elsewhere.example'))).toBe(false)
    expect(inUse(runLabels('x'))).toBe(false)
  })

  it.runIf(process.platform === 'linux')('nor does one that has ended and that nobody has waited for (seen in /proc, so on Linux)', async () => {
    // sleep, which the shell becomes, does not wait for the child of the shell.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const pid = Number(String((await once(parent.stdout, 'data'))[0]))
      await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /))
      expect(inUse(owner(pid))).toBe(false)
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it('nobody owns what has no such label', () => {
    expect(inUse({})).toBe(false)
    expect(inUse(undefined)).toBe(false)
  })
})
