import { describe, expect, it } from 'vitest'
import { PROFILES } from '../../../../src/stores/cassandra/profiles.ts'
import { WORKLOADS } from '../../../../workloads/index.ts'

const profile = (id: string) => PROFILES.find((each) => each.id === id)!

describe("Cassandra's profiles", () => {
  it('carry the ids of the catalogue, lane by lane', () => {
    const ids = PROFILES.map(({ id, lanes }) => [id, ...['register', 'bank-transfer', 'likes-counter'].map((workload) => lanes[workload]!.id)])
    expect(ids).toEqual([
      ['C-1', 'C-1', 'C-1', 'C-7'],
      ['C-3', 'C-3', 'C-10', 'C-8'],
      ['C-4', 'C-4', 'C-11', 'C-4'],
    ])
  })

  it('a plain register has no compare-and-set: that would be a lightweight transaction', () => {
    for (const id of ['C-1', 'C-3']) expect(profile(id).lanes.register!.kinds).toEqual(['read', 'write'])
    expect(profile('C-4').lanes.register!.kinds).toBeUndefined()
  })

  it('plain and lightweight writes never meet on one row: a lane is all one or all the other', () => {
    for (const { id, lanes } of PROFILES) for (const lane of Object.values(lanes)) expect(lane.settings.lightweight).toBe(id === 'C-4')
  })

  it('every kind that a lane names is one of its workload', () => {
    for (const { lanes } of PROFILES) {
      for (const [workload, { kinds }] of Object.entries(lanes)) {
        const known = WORKLOADS.find(({ name }) => name === workload)!.kinds.map(({ f }) => f)
        for (const kind of kinds ?? []) expect(known).toContain(kind)
      }
    }
  })

  it('steady begins no sooner than phi can convict a peer: 11.5 longest gaps, one look, one round by a third node', () => {
    for (const { serverSettings, settle } of PROFILES) {
      const gap = serverSettings['cassandra.fd_max_interval_ms'] as number
      const threshold = (serverSettings.phi_convict_threshold as number) * Math.LN10
      expect(settle.ms).toBeGreaterThanOrEqual(threshold * gap + 2000)
    }
  })
})
