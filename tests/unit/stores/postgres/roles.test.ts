import { describe, expect, it } from 'vitest'
import { leaderAmong, mostAdvanced, type Role } from '../../../../src/stores/postgres/roles.ts'

const primary = (node: Role['node'], timeline: string, log = 0): Role => ({ node, timeline, log })
const standby = (node: Role['node'], log = 0): Role => ({ node, timeline: null, log })

describe('the leader', () => {
  it('is the one primary, and nobody among standbys', () => {
    expect(leaderAmong([standby('n1'), primary('n2', '00000001'), standby('n3')])).toBe('n2')
    expect(leaderAmong([standby('n1'), standby('n2')])).toBeNull()
    expect(leaderAmong([])).toBeNull()
  })

  it('is the one promoted last of two primaries, whoever is asked first', () => {
    const [old, fresh] = [primary('n1', '00000009'), primary('n3', '0000000A')]
    expect(leaderAmong([old, standby('n2'), fresh])).toBe('n3')
    expect(leaderAmong([fresh, standby('n2'), old])).toBe('n3')
  })
})

describe('the standby to promote', () => {
  it('is the one with most of the log, never a primary', () => {
    expect(mostAdvanced([primary('n1', '00000001', 900), standby('n2', 700), standby('n3', 701)])?.node).toBe('n3')
    expect(mostAdvanced([standby('n2', 700), standby('n3', 700)])?.node).toBe('n2')
    expect(mostAdvanced([primary('n1', '00000001', 900)])).toBeNull()
  })
})
