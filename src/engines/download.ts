import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Agent, get } from 'node:https'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { environmentError, messageOf } from '../core/errors.ts'
import type { Kit } from './types.ts'

/** Until the first answer of a server; networks that drop packets must not cost minutes. */
const ANSWER_MS = 5_000
/** Without a byte for this long a download counts as broken. */
const IDLE_MS = 30_000
const MAX_REDIRECTS = 5

/** What the bytes must hash to. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'sha512'
  readonly hex: string
}

/**
 * Downloads to `target`, which appears only after the checksum was right.
 * The server's certificate is always checked; `HTTPS_PROXY` and `NO_PROXY` are honoured.
 */
export async function download(kit: Kit, url: string, target: string, checksum: Checksum): Promise<void> {
  try {
    const response = await open(kit.env, url)
    const length = Number(response.headers['content-length'] ?? Number.NaN)
    const { host } = new URL(url)
    await save(response, Number.isNaN(length) ? null : length, target, checksum, (done, total) => kit.bytes(`download from ${host}`, done, total))
  } catch (error) {
    throw environmentError(`${url}: ${messageOf(error)}`, undefined, error)
  }
}

/** Writes a stream to a `.part` beside `target`, and renames it when length and checksum are right. */
export async function save(
  stream: Readable,
  total: number | null,
  target: string,
  checksum: Checksum,
  report: (done: number, total: number | null) => void,
): Promise<void> {
  const part = `${target}.${randomUUID()}.part`
  const hash = createHash(checksum.algorithm)
  let done = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      hash.update(chunk)
      done += chunk.length
      report(done, total)
      callback(null, chunk)
    },
  })
  try {
    await pipeline(stream, meter, createWriteStream(part))
    if (total !== null && done !== total) throw new Error(`${done} of ${total} bytes arrived`)
    const hex = hash.digest('hex')
    if (hex !== checksum.hex) throw new Error(`${checksum.algorithm} is ${hex}, it must be ${checksum.hex}; thrown away`)
    await rename(part, target)
  } finally {
    await rm(part, { force: true })
  }
}

/** The checksum that a vendor publishes in a small file beside an archive: `<hex>` or `<hex>  <name>`. */
export async function publishedChecksum(env: NodeJS.ProcessEnv, url: string, algorithm: Checksum['algorithm']): Promise<Checksum> {
  try {
    let text = ''
    for await (const chunk of (await open(env, url)).setEncoding('utf8')) {
      text += String(chunk)
      if (text.length > 4096) throw new Error('is too long for a checksum')
    }
    const hex = /^\s*([0-9a-f]+)\b/i.exec(text)?.[1]?.toLowerCase()
    if (hex?.length !== (algorithm === 'sha256' ? 64 : 128)) throw new Error(`holds no ${algorithm}`)
    return { algorithm, hex }
  } catch (error) {
    throw environmentError(`${url}: ${messageOf(error)}`, undefined, error)
  }
}

/** Follows redirects to a response with status 200. */
async function open(env: NodeJS.ProcessEnv, url: string): Promise<IncomingMessage> {
  const agent = new Agent({ proxyEnv: env })
  let at = url
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await answer(agent, at)
    const { location } = response.headers
    if (response.statusCode === 200) return response
    response.destroy()
    if (location === undefined || (response.statusCode ?? 0) >= 400) throw new Error(`HTTP status ${response.statusCode}`)
    at = new URL(location, at).href
    if (!at.startsWith('https:')) throw new Error(`redirected to ${at}, which is not https`)
  }
  throw new Error(`more than ${MAX_REDIRECTS} redirects`)
}

function answer(agent: Agent, url: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: { 'user-agent': 'capcheck' } })
    const timer = setTimeout(() => request.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS)
    request.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    request.once('response', (response) => {
      clearTimeout(timer)
      request.setTimeout(IDLE_MS, () => response.destroy(new Error(`no data for ${IDLE_MS / 1000} s`)))
      resolve(response)
    })
  })
}
