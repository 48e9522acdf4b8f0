import type { types } from 'cassandra-driver'
import { describe, expect, it } from 'vitest'
import type { CassandraSession, ExecuteOptions } from '../../../../src/stores/cassandra/client.ts'
import { writePlainly } from '../../../../src/stores/cassandra/lanes.ts'

/** The options with which one plain write was sent from a home. */
async function sentFrom(home: CassandraSession['home'], settings: object): Promise<ExecuteOptions> {
  const sent: ExecuteOptions[] = []
  const execute: CassandraSession['execute'] = (_cql, _params, _level, options = {}) => {
    sent.push(options)
    return Promise.resolve({} as types.ResultSet)
  }
  await writePlainly({ home, execute } as CassandraSession, { prefix: 't1', write: 'ONE', ...settings }, ['update …', []])
  return sent[0]!
}

describe('a plain write', () => {
  it("has the driver's own timestamp unless the lane speaks of clocks", async () => {
    expect(await sentFrom('n1', {})).toEqual({})
  })

  it('has the time of a wrong clock, by the node that the client lives beside', async () => {
    const settings = { clockSkewMs: { n3: -2000, n2: 500 } }
    const ahead = async (home: CassandraSession['home']) => (await sentFrom(home, settings)).timestamp! / 1000 - Date.now()
    expect(await ahead('n1')).toBeCloseTo(0, -2)
    expect(await ahead('n2')).toBeCloseTo(500, -2)
    expect(await ahead('n3')).toBeCloseTo(-2000, -2)
  })

  it('has a timestamp of its own', async () => {
    const settings = { clockSkewMs: { n3: -2000 } }
    const stamps = await Promise.all(Array.from({ length: 50 }, () => sentFrom('n3', settings)))
    expect(new Set(stamps.map(({ timestamp }) => timestamp)).size).toBe(50)
  })
})
