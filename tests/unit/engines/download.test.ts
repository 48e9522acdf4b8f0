import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, onTestFinished, test } from 'vitest'
import { download, save } from '../../../src/engines/download.ts'
import { kitIn, scratch } from './fixture.ts'

const CHUNKS = ['some ', 'bytes']
const RIGHT = { algorithm: 'sha256', hex: createHash('sha256').update('some bytes').digest('hex') } as const

describe('downloads', () => {
  test('appear under their name when length and checksum are right', async () => {
    const folder = await scratch()
    const seen: number[] = []
    await save(Readable.from(CHUNKS.map((chunk) => Buffer.from(chunk))), 10, join(folder, 'file'), RIGHT, (done) => seen.push(done))
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('some bytes')
    expect(seen).toEqual([5, 10])
    expect(await readdir(folder)).toEqual(['file'])
  })

  test('leave nothing when the checksum is wrong', async () => {
    const folder = await scratch()
    const saving = save(Readable.from([Buffer.from('other bytes')]), null, join(folder, 'file'), RIGHT, () => {})
    await expect(saving).rejects.toThrow(`it must be ${RIGHT.hex}; thrown away`)
    expect(await readdir(folder)).toEqual([])
  })

  test('leave nothing when they end early', async () => {
    const folder = await scratch()
    const saving = save(Readable.from([Buffer.from('some ')]), 10, join(folder, 'file'), RIGHT, () => {})
    await expect(saving).rejects.toThrow('5 of 10 bytes arrived')
    expect(await readdir(folder)).toEqual([])
  })

  test('leave nothing when the connection breaks', async () => {
    const folder = await scratch()
    const breaking = Readable.from(
      (function* () {
        yield Buffer.from('some ')
        throw new Error('connection reset')
      })(),
    )
    await expect(save(breaking, 10, join(folder, 'file'), RIGHT, () => {})).rejects.toThrow('connection reset')
    expect(await readdir(folder)).toEqual([])
  })

  test('give up within seconds on a server that accepts and says nothing', async () => {
    const folder = await scratch()
    const server = createServer(() => {}).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((listening) => server.once('listening', listening))
    const { port } = server.address() as AddressInfo
    const started = Date.now()
    await expect(download(kitIn(folder, ''), `https://127.0.0.1:${port}/x`, join(folder, 'x'), RIGHT)).rejects.toThrow('no answer within 5 s')
    expect(Date.now() - started).toBeLessThan(8_000)
  })
})
