import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { describe, expect, it } from 'vitest'
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

  it('nobody owns what has no such label', () => {
    expect(inUse({})).toBe(false)
    expect(inUse(undefined)).toBe(false)
  })
})
