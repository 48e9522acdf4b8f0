import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningCluster } from '../../../src/clusters/provider.ts'
import { allLinks } from '../../../src/clusters/links.ts'
import { linkName, type NodeId } from '../../../src/core/ids.ts'

interface FakeProxy {
  readonly name: string
  readonly listen: string
  readonly upstream: string
  enabled: boolean
  toxics: { name: string; type: string; stream: string; attributes: { [name: string]: number } }[]
}

export const NODES: readonly NodeId[] = ['n1', 'n2', 'n3']

/** Toxiproxy's HTTP API as far as faults use it, with its answers: 404 for what is not there, 409 for what is. One for all nodes. */
export async function fakeToxiproxy() {
  const proxies = new Map(allLinks(NODES).map((link): [string, FakeProxy] => [linkName(link), { name: linkName(link), listen: '127.0.1.1:1', upstream: '127.0.0.1:1', enabled: true, toxics: [] }]))
  const server = createServer((request, response) => {
    void answer(request).then(([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body)))
  })
  const answer = async (request: IncomingMessage): Promise<[number, unknown?]> => {
    const [, , name, , toxic] = decodeURIComponent(request.url!).split('/')
    const proxy = proxies.get(name!)
    if (proxy === undefined) return [404, { error: 'proxy not found' }]
    const body = await new Response(request as unknown as BodyInit).text()
    const sent = (body === '' ? {} : JSON.parse(body)) as FakeProxy & FakeProxy['toxics'][number]
    if (request.method === 'DELETE') {
      if (!proxy.toxics.some((one) => one.name === toxic)) return [404, { error: 'toxic not found' }]
      proxy.toxics = proxy.toxics.filter((one) => one.name !== toxic)
      return [204]
    }
    if (request.url!.endsWith('/toxics')) {
      if (request.method === 'GET') return [200, proxy.toxics]
      if (proxy.toxics.some((one) => one.name === sent.name)) return [409, { error: 'toxic already exists' }]
      proxy.toxics.push(sent)
      return [200, sent]
    }
    if (request.method === 'POST') proxy.enabled = sent.enabled
    return [200, proxy]
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const cluster = { nodes: NODES, toxiproxyApi: () => ({ host: '127.0.0.1', port: (server.address() as AddressInfo).port }) } as unknown as RunningCluster
  return {
    cluster,
    /** What is wrong with a link: `timeout upstream 0`, `disabled`. */
    faults(name: string): string[] {
      const { toxics, enabled } = proxies.get(name)!
      return [...(enabled ? [] : ['disabled']), ...toxics.map(({ type, stream, attributes }) => `${type} ${stream} ${attributes['latency'] ?? attributes['timeout']}`)].toSorted()
    },
    close: () => server.close(),
  }
}
