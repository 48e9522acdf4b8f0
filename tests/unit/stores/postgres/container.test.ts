import { describe, expect, it } from 'vitest'
import { container } from '../../../../src/stores/postgres/container.ts'
import { PROFILES } from '../../../../src/stores/postgres/profiles.ts'

const NODES = ['n1', 'n2', 'n3'] as const
const { serverSettings } = PROFILES.find(({ id }) => id === 'PG-5')!
const described = (node: (typeof NODES)[number]) => container.describe({ node, nodes: NODES, realAddress: '172.20.0.7', processors: 2, serverSettings })
const file = (node: (typeof NODES)[number], name: string) => described(node).files.find(({ path }) => path.endsWith(`/${name}`))!

describe('PostgreSQL in a container', () => {
  it('has its settings in a file, since arguments would win over ALTER SYSTEM, with which profiles are changed', () => {
    for (const node of NODES) {
      const text = described(node).command.join(' ')
      expect(text).toContain(`config_file=${file(node, 'postgresql.conf').path}`)
      expect(text).not.toContain('synchronous_standby_names')
      expect(file(node, 'postgresql.conf').content).toContain("synchronous_standby_names = 'ANY 1 (n2,n3)'")
      expect(file(node, 'postgresql.conf').content).toContain(`hba_file = '${file(node, 'pg_hba.conf').path}'`)
    }
  })

  it('never listens on all addresses, where its own links listen', () => {
    expect(file('n2', 'postgresql.conf').content).toContain("listen_addresses = '127.0.0.1,172.20.0.7'")
  })

  it('keeps the socket folder of the image: its entry point talks to the new server there', () => {
    expect(file('n1', 'postgresql.conf').content).not.toContain('unix_socket_directories')
  })

  it('makes n1 from nothing and the others as copies of it, through their own link', () => {
    expect(described('n1').command[0]).toBe('postgres')
    for (const node of ['n2', 'n3'] as const) {
      expect(described(node).command.at(-1)).toMatch(/pg_basebackup -h 127\.0\.1\.1 /)
      expect(file(node, 'postgresql.conf').content).toContain(`host=127.0.1.1 port=5432 user=capcheck application_name=${node}`)
    }
    expect(file('n1', 'postgresql.conf').content).not.toContain('primary_conninfo')
  })

  it('has its data in memory only', () => {
    const { env, memoryFolders } = described('n1')
    expect(env.PGDATA!.startsWith(`${memoryFolders[0]}/`)).toBe(true)
  })
})
