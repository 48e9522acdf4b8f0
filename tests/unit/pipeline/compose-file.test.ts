import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { containers } from '../../helpers/compose-file.ts'
import { composeProfile, composeText } from '../../../src/pipeline/compose-file.ts'
import { allLinks } from '../../../src/clusters/links.ts'
import { linkName, NODES } from '../../../src/core/ids.ts'
import { STORES } from '../../../src/stores/stores.ts'

const text = composeText({})
const all = containers(text)

describe('docker-compose.yml', () => {
  it('is what the code says: after a change, run `npx capcheck compose --out docker-compose.yml`', () => {
    expect(readFileSync(new URL('../../../docker-compose.yml', import.meta.url), 'utf8')).toBe(text)
  })

  it('has one profile for each store, with a server and a Toxiproxy for each node', () => {
    for (const { id } of STORES) {
      const parts = all.filter(({ profiles }) => profiles[0] === id).map(({ labels }) => labels['org.capcheck.part'])
      expect(parts.toSorted()).toEqual(['n1', 'n1.toxiproxy', 'n2', 'n2.toxiproxy', 'n3', 'n3.toxiproxy'])
    }
    expect(all).toHaveLength(18)
  })

  it('puts each server into the network namespace of the Toxiproxy beside it', () => {
    for (const { service, labels, network_mode } of all) {
      if (labels['org.capcheck.part']!.endsWith('.toxiproxy')) expect(network_mode).toBeUndefined()
      else expect(network_mode).toBe(`service:${service}-links`)
    }
  })

  it.each(STORES.map((store) => [store.id, store] as const))('starts the nodes of %s as the Docker provider does, at names instead of addresses', (id, store) => {
    for (const node of NODES) {
      const { serverSettings } = composeProfile(store)
      const spec = store.container.describe({ node, nodes: NODES, realAddress: node, serverSettings, processors: 1 })
      const service = all.find((each) => each.service === `${id}-${node}`)!
      expect(service.command).toEqual(spec.command)
      expect(service.environment ?? {}).toEqual(spec.env)
      expect(service.user).toBe(spec.user)
      expect(service.files).toEqual(Object.fromEntries(spec.files.map(({ path, content }) => [path, content])))
      expect(service.tmpfs!.map((mount) => mount.split(':')[0])).toEqual(spec.memoryFolders)
    }
  })

  it('has a link and a way to probe it for every pair of nodes, from the start', () => {
    for (const { id, linkPort } of STORES) {
      for (const link of allLinks(NODES)) {
        const { files } = all.find(({ service }) => service === `${id}-${link.from}-links`)!
        const proxies = JSON.parse(files['/etc/capcheck/links.json']!) as { name: string; listen: string; upstream: string; enabled: boolean }[]
        const proxy = proxies.find(({ name }) => name === linkName(link))!
        expect(proxy).toEqual({ name: linkName(link), listen: `127.0.1.${link.to.slice(1)}:${linkPort}`, upstream: `${link.to}:${linkPort}`, enabled: true })
        expect(proxies.find(({ name }) => name === `probe:${linkName(link)}`)).toMatchObject({ upstream: proxy.listen })
      }
    }
  })

  it('publishes every port on this machine only, each on a number of its own', () => {
    const published = all.flatMap(({ ports = [] }) => ports)
    expect(published).toHaveLength(3 * 3 * 4)
    expect(published).toContain('127.0.0.1:21102:20002')
    for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:2[123]\d\d\d:\d+$/)
    expect(new Set(published.map((port) => port.split(':')[1])).size).toBe(published.length)
  })

  it('names other images when asked to', () => {
    const other = containers(composeText({ mongodb: 'mongo:8.2', toxiproxy: 'mine:1' }))
    expect(new Set(other.map(({ image }) => image))).toEqual(new Set(['postgres:17', 'mongo:8.2', 'cassandra:5.0', 'mine:1']))
  })

  it('leaves no dollar to the variables of the shell', () => {
    const values: string[] = []
    JSON.stringify(parse(text), (_key, value: unknown) => (typeof value === 'string' && values.push(value), value))
    expect(values.filter((value) => value.includes('$PGDATA'))).not.toEqual([])
    for (const value of values) expect(value.replaceAll('$$', '')).not.toContain('$')
  })
})
