import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runsServer } from '../../../../src/cli/serve/server.ts'
import { finishedRun } from '../../../helpers/finished-run.ts'

const root = mkdtempSync(join(tmpdir(), 'capcheck-serve-'))
const secret = mkdtempSync(join(tmpdir(), 'capcheck-secret-'))
const NAME = '2026-11-23T03-00-00 <b>&"'
const RUN = `/runs/${encodeURIComponent(NAME)}`
let server: Server
let port: number

beforeAll(async () => {
  writeFileSync(join(secret, 'secret.txt'), 'not for you')
  renameSync(await finishedRun(), join(root, NAME))
  writeFileSync(join(root, NAME, 'report.html'), '<!doctype html><script>1</script>')
  writeFileSync(join(root, NAME, 'empty.log'), '')
  writeFileSync(join(root, NAME, '.hidden'), 'hidden')
  symlinkSync(secret, join(root, NAME, 'way-out'))
  symlinkSync(join(secret, 'secret.txt'), join(root, NAME, 'link.txt'))
  symlinkSync(NAME, join(root, 'latest'))
  mkdirSync(join(root, 'broken'))
  writeFileSync(join(root, 'broken', 'result.json'), '{"schemaVersion": 2}')
  mkdirSync(join(root, 'killed'))
  writeFileSync(join(root, 'killed', 'run.json'), '{}')
  mkdirSync(join(root, 'no-run'))
  writeFileSync(join(root, 'outside.txt'), 'in the folder, in no run')
  server = runsServer(root).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
}, 60_000)
afterAll(() => {
  server.close()
  for (const folder of [root, secret]) rmSync(folder, { recursive: true })
})

interface Got {
  readonly status: number
  readonly headers: { readonly [name: string]: unknown }
  readonly body: string
}

/** The path goes out as it is written here, which fetch would not do. */
function get(path: string, { host = `127.0.0.1:${port}`, method = 'GET' } = {}): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (text: string) => (body += text))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

describe('the index', () => {
  it('shows every run with its headline and labels, and what is wrong with the others', async () => {
    const { status, headers, body } = await get('/')
    expect(status).toBe(200)
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain('3 runs')
    expect(body).toContain('n1 answered 0 of 50 writes')
    expect(body).toContain('<b>CP (observed)</b>')
    expect(body).toContain('its result.json is none of schema version 1')
    expect(body).toContain('it still goes on, or was killed')
    expect(body).toContain(`href="${RUN}/report.html#run-1"`)
    expect(body).not.toMatch(/no-run|latest|<b>&"/)
  })

  it('and its pages load nothing from elsewhere', async () => {
    for (const path of ['/', `${RUN}/`]) {
      const { headers, body } = await get(path)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(body).not.toMatch(/(src|href)="(https?:)?\/\//)
    }
  })
})

describe('a run', () => {
  it('has a page with all its files, each of which can be fetched', async () => {
    const { body } = await get(`${RUN}/`)
    const links = [...body.matchAll(/href="(\/runs\/[^"]+)"/g)].map(([, path]) => path!)
    expect(links.map((path) => path.split('/').slice(3).join('/')).toSorted()).toEqual(['empty.log', 'postgres-PG-5-leader-alone/register.jsonl', 'postgres-PG-5-leader-alone/trial.json', 'report.html', 'result.json', 'run.json'])
    for (const path of links) expect(await get(path)).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } })
    expect(JSON.parse((await get(`${RUN}/result.json`)).body)).toMatchObject({ schemaVersion: 1 })
  })

  it('has its report kept apart from this site', async () => {
    const { headers } = await get(`${RUN}/report.html?x=1`)
    expect(headers['content-security-policy']).toMatch(/^sandbox allow-scripts; default-src 'none'/)
  })

  it('is found without the slash, and its head alone can be asked for', async () => {
    expect(await get(RUN)).toMatchObject({ status: 301, headers: { location: `${RUN}/` } })
    expect(await get(`${RUN}/result.json`, { method: 'HEAD' })).toMatchObject({ status: 200, body: '', headers: { 'content-type': 'application/json; charset=utf-8' } })
  })
})

describe('what is not served', () => {
  it.each([
    '/etc/passwd',
    '/outside.txt',
    '/runs/',
    '/runs/../outside.txt',
    '/runs/no-run/',
    '/runs/latest/result.json',
    '/runs/%2e%2e/outside.txt',
    'RUN/../outside.txt',
    'RUN/../../../../../../etc/passwd',
    'RUN/%2e%2e/outside.txt',
    'RUN/%2e%2e%2foutside.txt',
    'RUN/..%2foutside.txt',
    'RUN/..%5coutside.txt',
    'RUN/%252e%252e/outside.txt',
    'RUN//etc/passwd',
    'RUN/%2fetc%2fpasswd',
    'RUN/way-out/secret.txt',
    'RUN/link.txt',
    'RUN/.hidden',
    'RUN/result.json%00.txt',
    'RUN/postgres-PG-5-leader-alone',
    'RUN/postgres-PG-5-leader-alone/../result.json',
  ])('%s', async (path) => {
    const { status, body } = await get(path.replace('RUN', RUN))
    expect(status).toBe(404)
    expect(body).toBe('There is no such run or file.\n')
  })

  it('an address that is none', async () => {
    expect((await get('/runs/%zz/')).status).toBe(400)
    expect((await get(`http://127.0.0.1:${port}/`)).status).toBe(400)
  })

  it.each(['evil.example', '127.0.0.1', 'evil.example:PORT', '127.0.0.1:1', 'localhost.evil.example:PORT', '127.0.0.1:PORT@evil.example'])('anything under the name %s', async (name) => {
    const { status, body } = await get('/', { host: name.replace('PORT', String(port)) })
    expect(status).toBe(421)
    expect(body).not.toContain('PG-5')
  })

  it('but everything under localhost', async () => {
    expect((await get('/', { host: `localhost:${port}` })).status).toBe(200)
  })

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('%s', async (method) => {
    expect(await get('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } })
  })

  it('a folder that has gone, which is said', async () => {
    const gone = runsServer(join(root, 'gone')).listen(0, '127.0.0.1')
    await new Promise((resolve) => gone.once('listening', resolve))
    const answer = await fetch(`http://127.0.0.1:${(gone.address() as AddressInfo).port}/`)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toMatch(/there is no folder .*gone/)
    gone.close()
    gone.closeAllConnections()
  })
})
