import { createServer, type ServerResponse } from 'node:http'
import { describe, expect, it } from 'vitest'
import { bringImage, imageIsThere } from '../../../../src/clusters/docker/images.ts'
import { engineOn } from '../../../helpers/engine-socket.ts'

const DIGEST = `sha256:${'a'.repeat(64)}`
const ID = `sha256:${'b'.repeat(64)}`

/** What an engine answers to a pull, line by line, as Docker does. */
const PULLS: { readonly [image: string]: readonly object[] } = {
  'mongo:8.2': [
    { status: 'Pulling from library/mongo', id: '8.2' },
    { status: 'Downloading', id: 'one', progressDetail: { current: 10, total: 100 } },
    { status: 'Downloading', id: 'two', progressDetail: { current: 5, total: 50 } },
    { status: 'Downloading', id: 'one', progressDetail: { current: 100, total: 100 } },
    { status: 'Pull complete', id: 'one', progressDetail: {} },
    { status: `Digest: ${DIGEST}` },
  ],
  'mongo:99': [{ status: 'Pulling from library/mongo' }, { errorDetail: { message: 'manifest for mongo:99 not found' }, error: 'manifest for mongo:99 not found' }],
}

/** As much of an engine as a pull needs, on a socket of its own. */
const images = new Map<string, object>([['built:1', { Id: ID, RepoDigests: [], Config: { Env: ['PATH=/bin', 'PG_VERSION=17.2-1.pgdg120+1'] } }]])
const server = createServer((request, response) => {
  const url = new URL(request.url!, 'http://engine')
  const image = /^\/images\/(.+)\/json$/.exec(url.pathname)?.[1]
  if (url.pathname === '/info') return answer(response, 200, { ServerVersion: '99', OperatingSystem: 'Linux', OSType: 'linux', NCPU: 2, MemTotal: 2 ** 33 })
  if (url.pathname === '/networks/bridge') return answer(response, 200, { IPAM: { Config: [{ Gateway: '127.0.0.1' }] } })
  if (image !== undefined) return images.has(decodeURIComponent(image)) ? answer(response, 200, images.get(decodeURIComponent(image))!) : answer(response, 404, { message: `No such image: ${image}` })
  if (url.pathname !== '/images/create') return answer(response, 500, { message: `not expected: ${request.url}` })
  const [name, tag] = [url.searchParams.get('fromImage')!, url.searchParams.get('tag')]
  const wanted = tag === null ? name : `${name}:${tag}`
  const pull = PULLS[wanted]
  if (pull === undefined) return answer(response, 500, { message: 'dial tcp: lookup registry.example: no such host' })
  if (wanted === 'mongo:8.2') images.set(wanted, { Id: ID, RepoDigests: [`mongo@${DIGEST}`], Config: { Env: ['MONGO_VERSION=8.2.1'] } })
  response.writeHead(200, { 'content-type': 'application/json' })
  for (const line of pull) response.write(`${JSON.stringify(line)}\r\n`)
  response.end()
})

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

describe('an image', () => {
  const engine = engineOn(server)

  it('that is missing is pulled, telling how far it is, and known by its digest and its version', async () => {
    const told: [number, number][] = []
    expect(await imageIsThere(engine(), 'mongo:8.2')).toBe(false)
    const found = await bringImage(engine(), 'mongodb', 'mongo:8.2', (done, total) => told.push([done, total]))
    expect(told).toEqual([
      [10, 100],
      [15, 150],
      [105, 150],
    ])
    expect(found).toEqual({ name: 'mongodb', version: '8.2.1', origin: `image mongo:8.2, digest ${DIGEST}`, sha256: 'a'.repeat(64), paths: { image: 'mongo:8.2' } })
  })

  it('that is there is not pulled; one that was built here is known by its id', async () => {
    const found = await bringImage(engine(), 'postgres', 'built:1', () => expect.unreachable())
    expect(found).toMatchObject({ version: '17.2', origin: `image built:1, id ${ID}`, sha256: 'b'.repeat(64) })
  })

  it.each([
    ['mongo:99', /the image mongo:99 is not there and cannot be pulled: manifest for mongo:99 not found/],
    ['registry.example/x:1', /the image registry\.example\/x:1 is not there and cannot be pulled: .*no such host/],
  ])('%s that cannot be pulled is one clear error', async (image, message) => {
    const error: unknown = await bringImage(engine(), 'mongodb', image, () => undefined).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringMatching(message), exitCode: 3, hint: expect.stringContaining(`docker pull ${image}`) })
  })
})
