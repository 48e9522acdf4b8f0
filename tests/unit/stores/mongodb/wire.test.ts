import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'
import { BSON } from 'mongodb'
import { afterEach, describe, expect, it } from 'vitest'
import { mongodb } from '../../../../src/stores/mongodb/store.ts'
import { ask, CommandError, decodeReply, encodeCommand, WireConnection } from '../../../../src/stores/mongodb/wire.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server that answers every message with `reply`, in as many pieces as asked for. */
async function answering(reply: object | null, pieces = 1) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.on('data', () => {
      if (reply === null) return
      const message = encodeCommand(reply)
      const size = Math.ceil(message.length / pieces)
      for (let at = 0; at < message.length; at += size) setTimeout(() => socket.write(message.subarray(at, at + size)), at)
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

describe('messages', () => {
  it('have the length first and hold the command as one document', () => {
    const message = Buffer.from(encodeCommand({ hello: 1, $db: 'admin' }, 7))
    expect(message.readInt32LE(0)).toBe(message.length)
    expect(message.readInt32LE(4)).toBe(7)
    expect(message.readInt32LE(12)).toBe(2013)
    expect(BSON.deserialize(message.subarray(21))).toEqual({ hello: 1, $db: 'admin' })
    expect(decodeReply(message)).toEqual({ hello: 1, $db: 'admin' })
  })

  it('serve as the probe of a link', () => {
    expect(decodeReply(mongodb.probePayload)).toEqual({ hello: 1, $db: 'admin' })
  })
})

describe('a bare connection', () => {
  it('puts an answer together from pieces, and asks again on the same connection', async () => {
    const connection = await WireConnection.open(await answering({ ok: 1, primary: '127.0.1.1:27017' }, 5), 1000)
    expect((await connection.command({ hello: 1 }, 1000)).primary).toBe('127.0.1.1:27017')
    expect((await connection.command({ hello: 1 }, 1000)).ok).toBe(1)
    connection.close()
  })

  it('throws what the server refuses', async () => {
    const refused = ask(await answering({ ok: 0, errmsg: 'not primary', code: 10107 }), { replSetStepUp: 1 }, 1000)
    await expect(refused).rejects.toThrow(CommandError)
    await expect(refused).rejects.toMatchObject({ message: 'not primary', code: 10107 })
  })

  it('gives up on silence', async () => {
    await expect(ask(await answering(null), { hello: 1 }, 50)).rejects.toThrow('hello: no answer within 50 ms')
  })

  it('says when nobody listens', async () => {
    const address = await answering(null)
    for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve))
    await expect(ask(address, { hello: 1 }, 1000)).rejects.toThrow('ECONNREFUSED')
  })
})
