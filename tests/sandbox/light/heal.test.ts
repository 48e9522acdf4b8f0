import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { Toxiproxy } from 'toxiproxy-node-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunningCluster } from '../../../src/clusters/provider.ts'
import { STREAMS } from '../../../src/core/fault.ts'
import { linkName } from '../../../src/core/ids.ts'
import { waitFor } from '../../../src/core/wait.ts'
import { resolveEngines, SILENT } from '../../../src/engines/engines.ts'
import { disturb } from '../../../src/faults/disturb.ts'
import { toxiproxyLinks } from '../../../src/faults/links.ts'
import { missing } from '../../helpers/needs.ts'

const reason = await missing([])
const LINK = { from: 'n1', to: 'n2' } as const
const CONNECTIONS = 20

describe.skipIf(reason !== null)('a real Toxiproxy', () => {
  let echo: Server
  let child: ChildProcess
  let cluster: RunningCluster
  let listen: number

  beforeAll(async () => {
    const [report] = await resolveEngines(['toxiproxy'], { bring: false, yes: false, env: process.env, progress: SILENT })
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket))
    const upstream = await portOf(echo)
    const port = await freePort()
    child = spawn(report!.engine!.paths.server!, ['-host', '127.0.0.1', '-port', String(port)], { stdio: 'ignore' })
    const toxiproxy = new Toxiproxy(`http://127.0.0.1:${port}`)
    await waitFor('Toxiproxy', () => toxiproxy.getVersion(), { timeoutMs: 20_000, everyMs: 50 })
    const proxy = await toxiproxy.createProxy({ name: linkName(LINK), listen: '127.0.0.1:0', upstream: `127.0.0.1:${upstream}` })
    listen = Number(proxy.listen.split(':').at(-1))
    cluster = { nodes: ['n1', 'n2'], toxiproxyApi: () => ({ host: '127.0.0.1', port }) } as unknown as RunningCluster
  })
  afterAll(() => {
    child?.kill()
    echo?.close()
  })

  // A black hole that goes before the delay in front of it leaves that one with bytes that nobody takes, and Toxiproxy hanging.
  it('heals a link that was slow, then cut, with bytes on their way', async () => {
    const links = toxiproxyLinks(cluster)
    for (let round = 0; round < 10; round++) {
      const sockets = Array.from({ length: CONNECTIONS }, () => chatter(listen))
      await links.slow([LINK], 10)
      await disturb(links, [{ link: LINK, does: { how: 'silent', streams: STREAMS } }])
      await links.heal([LINK])
      for (const socket of sockets) socket.destroy()
    }
    const socket = connect(listen, '127.0.0.1')
    socket.write('still there?')
    expect(String(await new Promise((resolve) => socket.once('data', resolve)))).toBe('still there?')
    socket.destroy()
  })
})

/** A connection with bytes on their way at every moment. */
function chatter(port: number): Socket {
  const socket = connect(port, '127.0.0.1')
  const timer = setInterval(() => socket.writableLength === 0 && socket.write(Buffer.alloc(2000)), 1)
  socket.on('error', () => undefined).on('data', () => undefined)
  socket.once('close', () => clearInterval(timer))
  return socket
}

function portOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)))
}

async function freePort(): Promise<number> {
  const server = createServer()
  const port = await portOf(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}
