import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import { messageOf } from '../../core/errors.ts'
import { fileBelow, type FileFound } from './files.ts'
import { indexPage, runPage } from './pages.tsx'
import { servedRuns } from './runs.ts'

/** What goes with every answer: nothing is kept, nothing is loaded from elsewhere, nobody else's page may use it. */
const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
}
const OWN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
/** A run folder may come from anybody: its page runs apart from this site and can read nothing of it. */
const FOREIGN_PAGE = "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"

type Answer = { readonly status: number; readonly text: string; readonly html?: true; readonly location?: string } | FileFound

/**
 * Serves the runs of a folder, read anew for each request. It only reads, and only answers what was asked of this
 * machine by one of its own names: a page elsewhere whose name was made to point here (DNS rebinding) has another one.
 */
export function runsServer(root: string): Server {
  const server = createServer((request, response) => {
    let answer: Answer
    try {
      answer = answerTo(request, root, (server.address() as AddressInfo).port)
    } catch (error) {
      answer = { status: 500, text: messageOf(error) }
    }
    send(answer, request.method === 'HEAD', response)
  })
  return server
}

function answerTo({ method, headers, url = '' }: IncomingMessage, root: string, port: number): Answer {
  if (!['127.0.0.1', 'localhost'].some((name) => headers.host === `${name}:${port}`)) return { status: 421, text: `This is http://127.0.0.1:${port}/ and answers to no other name.` }
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, text: 'Runs can be read only.' }
  const parts = partsOf(url)
  if (parts === null) return { status: 400, text: 'The address cannot be read.' }
  const runs = servedRuns(root)
  if (parts.length === 1 && parts[0] === '') return { status: 200, html: true, text: indexPage(root, runs) }
  const [first, name, ...rest] = parts
  const run = first === 'runs' ? runs.find((each) => each.name === name) : undefined
  if (run === undefined) return NOT_FOUND
  if (rest.length === 0) return { status: 301, location: `/runs/${encodeURIComponent(run.name)}/`, text: 'With a slash at the end.' }
  if (rest.length === 1 && rest[0] === '') return { status: 200, html: true, text: runPage(run) }
  return fileBelow(run.folder, rest) ?? NOT_FOUND
}

const NOT_FOUND: Answer = { status: 404, text: 'There is no such run or file.' }

/** Parts of the path, each decoded once and by itself, so that no part can bring a separator unseen; null when it is none. */
function partsOf(url: string): string[] | null {
  const [path = ''] = url.split(/[?#]/, 1)
  if (!path.startsWith('/')) return null
  try {
    return path.slice(1).split('/').map(decodeURIComponent)
  } catch {
    return null
  }
}

function send(answer: Answer, headOnly: boolean, response: ServerResponse): void {
  if ('path' in answer) {
    const policy = answer.type.startsWith('text/html') ? { 'Content-Security-Policy': FOREIGN_PAGE } : {}
    response.writeHead(200, { ...HEADERS, ...policy, 'Content-Type': answer.type, 'Content-Length': answer.bytes })
    if (headOnly) {
      response.end()
      return
    }
    // A file that a run still writes may have grown: no more than was announced is sent. What breaks off ends the connection.
    const content = answer.bytes === 0 ? [] : createReadStream(answer.path, { end: answer.bytes - 1 })
    pipeline(content, response, () => undefined)
    return
  }
  const body = Buffer.from(answer.html ? answer.text : `${answer.text}\n`)
  const type = answer.html ? { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': OWN_PAGE } : { 'Content-Type': 'text/plain; charset=utf-8' }
  const more = { ...(answer.location === undefined ? {} : { Location: answer.location }), ...(answer.status === 405 ? { Allow: 'GET, HEAD' } : {}) }
  response.writeHead(answer.status, { ...HEADERS, ...type, ...more, 'Content-Length': body.length })
  response.end(headOnly ? undefined : body)
}
