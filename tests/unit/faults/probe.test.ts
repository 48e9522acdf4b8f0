import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { probeLink } from '../../../src/faults/probe.ts'

let server: Server | undefined
afterEach(() => void server?.close())

async function listen(onConnection: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  server = createServer(onConnection)
  await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as { port: number }).port }
}

const HELLO = Uint8Array.from([1])

it('any byte back means open', async () => {
  const address = await listen((socket) => socket.on('data', () => socket.write('N')))
  expect((await probeLink(address, HELLO, 5000)).state).toBe('open')
})

it('a server that hangs up on what it reads, and only then, is there but says nothing', async () => {
  const address = await listen((socket) => socket.on('data', () => socket.end()))
  expect((await probeLink(address, HELLO, 5000)).state).toBe('closed')
})

it('a connection that ends before anything was sent is refused', async () => {
  const address = await listen((socket) => socket.destroy())
  expect((await probeLink(address, HELLO, 5000)).state).toBe('refused')
})

it('so is one that was never made', async () => {
  const address = await listen(() => undefined)
  await new Promise((resolve) => server!.close(resolve))
  expect((await probeLink(address, HELLO, 5000)).state).toBe('refused')
})

it('an accepted connection that stays silent means cut: Toxiproxy accepts before it knows better', async () => {
  const address = await listen((socket) => socket.resume())
  expect((await probeLink(address, HELLO, 50)).state).toBe('cut')
})
