import { createServer } from 'node:http'
import { describe, expect, it } from 'vitest'
import { textOf } from '../../../../src/clusters/compose/logs.ts'
import { partsOf, storesUp } from '../../../../src/clusters/compose/parts.ts'
import { NODES } from '../../../../src/core/ids.ts'
import { engineOn } from '../../../helpers/engine-socket.ts'

const PARTS = ['n1', 'n1.toxiproxy', 'n2', 'n2.toxiproxy', 'n3', 'n3.toxiproxy']

interface Container {
  readonly store: string
  readonly part: string
  readonly state: { readonly Status: string; readonly Error?: string; readonly ExitCode?: number; readonly OOMKilled?: boolean }
}

/** What the engine holds in each test. */
let held: readonly Container[] = []

const running = (store: string, parts = PARTS): Container[] => parts.map((part) => ({ store, part, state: { Status: 'running' } }))
const without = (part: string, state?: Container['state']): Container[] => [...running('postgres').filter((each) => each.part !== part), ...(state === undefined ? [] : [{ store: 'postgres', part, state }])]

/** As much of an engine as the look for containers needs, on a socket of its own. */
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url!, 'http://engine')
  const id = /^\/containers\/(.+)\/json$/.exec(pathname)?.[1]
  const answer = (body: object) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (pathname === '/info') return answer({ ServerVersion: '99', OperatingSystem: 'Linux', OSType: 'linux', NCPU: 2, MemTotal: 2 ** 33 })
  if (pathname === '/networks/bridge') return answer({ IPAM: { Config: [{ Gateway: '127.0.0.1' }] } })
  if (id !== undefined) return answer({ State: { Error: '', ExitCode: 0, OOMKilled: false, ...held.find(({ store, part }) => `${store}-${part}` === id)!.state } })
  return answer(
    held.map(({ store, part, state }) => ({
      ...{ Id: `${store}-${part}`, Image: 'postgres:17', ImageID: 'sha256:1', State: state.Status },
      Labels: { 'org.capcheck.compose': store, 'org.capcheck.part': part },
      Ports: [{ IP: '127.0.0.1', PrivatePort: 5432, PublicPort: 21101, Type: 'tcp' }, { PrivatePort: 7000, Type: 'tcp' }],
    })),
  )
})

describe('the containers of a compose cluster', () => {
  const engine = engineOn(server)

  it('are found by store and part, with the ports that they publish', async () => {
    held = [...running('postgres'), ...running('mongodb')]
    const parts = await partsOf(engine(), 'postgres', NODES)
    expect([...parts.keys()].toSorted()).toEqual(PARTS)
    expect([...parts.get('n1.toxiproxy')!.ports]).toEqual([[5432, { host: '127.0.0.1', port: 21101 }]])
    expect(await storesUp(engine())).toEqual(['mongodb', 'postgres'])
  })

  it.each([
    ['nothing is up', [], /^no compose cluster is running$/],
    ['another profile is up', running('mongodb'), /^the profile postgres of the compose file is not up; up: mongodb$/],
    ['a part is missing', without('n2'), /is half up: n2 is not there$/],
    ['a port is taken', without('n2.toxiproxy', { Status: 'created', Error: 'Bind for 127.0.0.1:21202 failed: port is already allocated' }), /half up: n2\.toxiproxy could not start, since a port is taken: Bind for 127\.0\.0\.1:21202/],
    ['a part could not start', without('n2', { Status: 'created', Error: 'no such file' }), /half up: n2 could not start: no such file$/],
    ['a part has ended', without('n3', { Status: 'exited', ExitCode: 137, OOMKilled: true }), /half up: n3 has ended with exit code 137 \(out of memory\)$/],
    ['a part is paused', without('n3', { Status: 'paused' }), /half up: n3 is paused$/],
  ])('are one clear error when %s', async (_what, containers, message) => {
    held = containers
    const error: unknown = await partsOf(engine(), 'postgres', NODES).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ message: expect.stringMatching(message), exitCode: 3, hint: expect.stringContaining('docker compose --profile postgres up --detach --wait') })
  })
})

describe('a log as the engine keeps it', () => {
  const frame = (stream: number, text: string) => Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, Buffer.byteLength(text)]), Buffer.from(text)])

  it('is the text of both streams in order, also where a piece ends inside a letter', () => {
    expect(textOf(Buffer.concat([frame(1, 'one\n'), frame(2, 'two\n'), frame(1, 'three\n')]))).toBe('one\ntwo\nthree\n')
    const letter = Buffer.from('ü')
    const halves = [letter.subarray(0, 1), letter.subarray(1)].map((half) => Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, 1]), half]))
    expect(textOf(Buffer.concat(halves))).toBe('ü')
    expect(textOf(Buffer.alloc(0))).toBe('')
  })
})
