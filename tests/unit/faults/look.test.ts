import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { RunningCluster } from '../../../src/clusters/provider.ts'
import type { LinkSetting } from '../../../src/faults/by-hand.ts'
import { contradiction, type LinkLook, lookAt } from '../../../src/faults/look.ts'

const link = { from: 'n1', to: 'n2' } as const
const OPEN: LinkSetting = { link, enabled: true, swallows: { upstream: false, downstream: false }, delays: { upstream: 0, downstream: 0 }, others: [] }
const PAYLOAD = Buffer.from('hello')

const servers: Server[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

/** Looks through a link at whose end a server does `react` with what it reads. */
async function look(react: (data: Buffer, socket: Socket) => void): Promise<LinkLook> {
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', (data: Buffer) => react(data, socket))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const cluster = { probeAddress: () => ({ host: '127.0.0.1', port }) } as unknown as RunningCluster
  return (await lookAt(cluster, [OPEN], PAYLOAD))[0]!
}

describe('what is seen of a link', () => {
  it('open: bytes come back', async () => {
    expect((await look((_data, socket) => socket.write('x'))).saw).toBe('open')
  })

  it('closed: the far server ends the connection and says nothing', async () => {
    expect((await look((_data, socket) => socket.end())).saw).toBe('closed')
  })

  it('mute: answers are lost, but the far server ends a connection on which it reads nonsense', async () => {
    expect((await look((data, socket) => (data.equals(PAYLOAD) ? undefined : socket.end()))).saw).toBe('mute')
  })

  it('cut: nothing arrives', async () => {
    expect((await look(() => undefined)).saw).toBe('cut')
  })
})

describe('what was seen fits what Toxiproxy says', () => {
  const saw = (what: LinkLook['saw'], afterMs = 5): LinkLook => ({ link, saw: what, afterMs })
  const cut = { ...OPEN, swallows: { upstream: true, downstream: true } }
  const requestsLost = { ...OPEN, swallows: { upstream: true, downstream: false } }
  const answersLost = { ...OPEN, swallows: { upstream: false, downstream: true } }
  const closed = { ...OPEN, enabled: false }
  const slow = { ...OPEN, delays: { upstream: 100, downstream: 100 } }

  it.each([
    ['open', OPEN, saw('open')],
    ['open, to a server that hangs up', OPEN, saw('closed')],
    ['cut', cut, saw('cut')],
    ['requests lost', requestsLost, saw('cut')],
    ['answers lost', answersLost, saw('mute')],
    ['answers lost, from a server that hangs up', answersLost, saw('closed')],
    ['closed', closed, saw('refused')],
    ['slow', slow, saw('open', 201)],
    ['slow, to a server that hangs up', slow, saw('closed', 101)],
    ['a toxic that we do not know', { ...OPEN, others: ['slicer upstream'] }, saw('cut')],
  ])('%s', (_what, setting, seen) => {
    expect(contradiction(setting, seen)).toBeNull()
  })

  it.each([
    ['open and silent', OPEN, saw('cut'), /n1->n2: nothing came back in 5 ms, though it should be open/],
    ['open and answers lost', OPEN, saw('mute'), /though it should be open/],
    ['cut and answering', cut, saw('open'), /answered after 5 ms, though everything sent into it should be lost/],
    ['cut and hanging up', cut, saw('closed'), /should be lost/],
    ['requests lost and arriving', requestsLost, saw('mute'), /should be lost/],
    ['answers lost and answering', answersLost, saw('open'), /their answers be lost/],
    ['answers lost and silent', answersLost, saw('cut'), /requests should arrive/],
    ['closed and answering', closed, saw('open'), /though it is closed/],
    ['closed, and the server hangs up', closed, saw('closed'), /though it is closed/],
    ['open and refusing', OPEN, saw('refused'), /connections are refused, though it should be open/],
    ['slow and fast', slow, saw('open', 120), /though it should take 200 ms/],
  ])('not: %s', (_what, setting, seen, message) => {
    expect(contradiction(setting, seen)).toMatch(message)
  })
})
