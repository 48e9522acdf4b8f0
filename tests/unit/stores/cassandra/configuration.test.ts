import { describe, expect, it } from 'vitest'
import { javaArguments, tokenOf, yaml, type ConfigurationContext } from '../../../../src/stores/cassandra/configuration.ts'

const NODES = ['n1', 'n2', 'n3'] as const

const CONTEXT: ConfigurationContext = {
  node: 'n2',
  nodes: NODES,
  realAddress: '198.18.0.2',
  dataDir: '/data/n2',
  serverSettings: { phi_convict_threshold: 5, 'cassandra.fd_max_interval_ms': 800 },
}

describe('configuration of a Cassandra node', () => {
  it('tokens are evenly spread, rising, and inside the range of Murmur3', () => {
    const tokens = NODES.map((node) => tokenOf(node, NODES))
    expect(tokens).toEqual([-(2n ** 62n), 0n, 2n ** 62n])
  })

  it('the node listens on its real address and is known to others by its loopback name, so that they come through their links', () => {
    expect(JSON.parse(yaml(CONTEXT))).toMatchObject({
      listen_address: '198.18.0.2',
      broadcast_address: '127.0.1.2',
      rpc_address: '198.18.0.2',
      broadcast_rpc_address: '127.0.1.2',
      initial_token: '0',
      auto_bootstrap: false,
      seed_provider: [{ parameters: [{ seeds: '127.0.1.1,127.0.1.2,127.0.1.3' }] }],
    })
  })

  it("a profile's settings go into the file, its system properties onto Java's command line", () => {
    const file = JSON.parse(yaml(CONTEXT))
    expect(file.phi_convict_threshold).toBe(5)
    expect(Object.keys(file).filter((name) => name.startsWith('cassandra.'))).toEqual([])
    const args = javaArguments(CONTEXT, '/engine/lib')
    expect(args).toContain('-Dcassandra.fd_max_interval_ms=800')
    expect(args.join(' ')).not.toContain('phi_convict_threshold')
  })

  it('nothing of a node is written outside its own folder', () => {
    const paths = javaArguments(CONTEXT, '/engine/lib').filter((arg) => /^-D.*(dir|config|properties|File)=/.test(arg))
    expect(paths.length).toBeGreaterThanOrEqual(6)
    for (const path of paths) expect(path).toMatch(/=(file:\/\/)?\/data\/n2\//)
  })
})
