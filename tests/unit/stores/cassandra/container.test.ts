import { describe, expect, it } from 'vitest'
import { javaArguments, yaml } from '../../../../src/stores/cassandra/configuration.ts'
import { container } from '../../../../src/stores/cassandra/container.ts'
import { PROFILES } from '../../../../src/stores/cassandra/profiles.ts'

const context = { node: 'n2', nodes: ['n1', 'n2', 'n3'], realAddress: '172.20.0.7', processors: 2, serverSettings: PROFILES[0]!.serverSettings } as const
const { env, files, memoryFolders } = container.describe(context)
const java = env.JVM_EXTRA_OPTS!.split(' ')

describe('Cassandra in a container', () => {
  it('reads a file of ours, not the one that the entry point of the image edits', () => {
    const file = files.find(({ path }) => path.endsWith('/cassandra.yaml'))!
    expect(java).toContain(`-Dcassandra.config=file://${file.path}`)
    expect(file.path.startsWith('/etc/cassandra/')).toBe(false)
    expect(JSON.parse(file.content)).toMatchObject(JSON.parse(yaml(context)))
  })

  it('has every system property of a node in the sandbox that is not about its place', () => {
    const sandbox = javaArguments({ ...context, dataDir: '/data/n2' }, '/lib').filter((arg) => arg.startsWith('-Dcassandra.') && !arg.includes('/data/n2'))
    expect(sandbox.length).toBeGreaterThan(6)
    expect(java).toEqual(expect.arrayContaining(sandbox))
  })

  it('switches the collector of the image off before it chooses its own: Java refuses two', () => {
    expect(java.indexOf('-XX:-UseG1GC')).toBeGreaterThanOrEqual(0)
    expect(java.indexOf('-XX:-UseG1GC')).toBeLessThan(java.indexOf('-XX:+UseSerialGC'))
  })

  it('has its data in memory only', () => {
    const settings = JSON.parse(files[0]!.content)
    for (const name of ['commitlog_directory', 'saved_caches_directory', 'hints_directory']) expect(settings[name].startsWith(`${memoryFolders[0]}/`)).toBe(true)
    expect(settings.data_file_directories[0].startsWith(`${memoryFolders[0]}/`)).toBe(true)
  })
})
