import { describe, expect, it } from 'vitest'
import { memberName, memberNode } from '../../../../src/stores/mongodb/members.ts'
import { mongodArguments, onOneProcessor, processorList, windowsPath } from '../../../../src/stores/mongodb/nodes.ts'
import { PROFILES, SERVER_SETTINGS } from '../../../../src/stores/mongodb/profiles.ts'
import { arbiterOf, replicaSetSettings, serverParameters } from '../../../../src/stores/mongodb/settings.ts'

const args = mongodArguments({ node: 'n2', realAddress: '198.18.0.2', serverSettings: SERVER_SETTINGS }, '/data')
const after = (name: string) => args[args.indexOf(name) + 1]

describe('the command line of a node', () => {
  it('never listens on all addresses, where its own links listen', () => {
    expect(after('--bind_ip')).toBe('127.0.1.2,198.18.0.2')
    expect(args.join(' ')).not.toContain('0.0.0.0')
  })

  it('sets every server parameter, and leaves the settings of the replica set to its configuration', () => {
    expect(args).toContain('oplogNetworkTimeoutBufferSeconds=2')
    expect(args).toContain('diagnosticDataCollectionEnabled=false')
    expect(args.join(' ')).not.toContain('settings.')
  })
})

describe('processors', () => {
  const nodes = ['n1', 'n2', 'n3'] as const
  const command = (node: (typeof nodes)[number], processors: readonly number[]) => {
    const { command, args } = onOneProcessor({ node, nodes }, processors, ['wine', 'mongod.exe'])
    return [command, ...args].join(' ')
  }

  it('are one for each node, and one for n1 alone when there are two', () => {
    expect(nodes.map((node) => command(node, [4, 5, 6, 7]))).toEqual([4, 5, 6].map((processor) => `taskset --cpu-list ${processor} wine mongod.exe`))
    expect(nodes.map((node) => command(node, [0, 1]))).toEqual([0, 1, 1].map((processor) => `taskset --cpu-list ${processor} wine mongod.exe`))
  })

  it('are left alone when there is only one, or none is known', () => {
    expect(command('n2', [0])).toBe('wine mongod.exe')
    expect(command('n2', [])).toBe('wine mongod.exe')
  })

  it('are read from the kernel as it writes them', () => {
    expect(processorList('0-2,5')).toEqual([0, 1, 2, 5])
    expect(processorList('7')).toEqual([7])
    expect(processorList('')).toEqual([])
  })
})

it('names files as wine does', () => {
  expect(windowsPath('/mnt/nodes/n1/db')).toBe('Z:\\mnt\\nodes\\n1\\db')
})

it('finds the node behind a member name, and nobody behind none', () => {
  expect(memberNode(memberName('n3'))).toBe('n3')
  expect(memberNode(undefined)).toBeNull()
  expect(memberNode('example.org:27017')).toBeNull()
})

describe('profiles', () => {
  it('divide their server settings between replica set and parameters, with nothing left over', () => {
    for (const { serverSettings } of PROFILES) {
      const divided = Object.keys(replicaSetSettings(serverSettings)).length + Object.keys(serverParameters(serverSettings)).length
      expect(divided).toBe(Object.keys(serverSettings).length)
      expect(replicaSetSettings(serverSettings)).toMatchObject({ electionTimeoutMillis: 2000, heartbeatIntervalMillis: 500 })
    }
  })

  it('keep what names the arbiter from the servers', () => {
    expect(serverParameters({ arbiter: 'n3', x: 1 })).toEqual({ x: 1 })
    expect([arbiterOf({ arbiter: 'n3' }), arbiterOf({})]).toEqual(['n3', undefined])
  })

  it('send reads to any member only where the reads may be old', () => {
    for (const profile of PROFILES) {
      for (const lane of Object.values(profile.lanes)) {
        expect(lane.route['*']).toBe('leader')
        expect(lane.route.read).toBe(lane.settings.readPreference === 'primary' ? 'leader' : 'any')
      }
    }
  })

  it('have lanes for all built-in workloads', () => {
    for (const { lanes } of PROFILES) expect(Object.keys(lanes).sort()).toEqual(['bank-transfer', 'likes-counter', 'register'])
    expect(PROFILES.find(({ id }) => id === 'M-4')?.lanes['bank-transfer']?.id).toBe('M-6')
  })
})
