import { connect } from 'node:net'
import type { getContainerRuntimeClient } from 'testcontainers'
import { environmentError, messageOf } from '../../core/errors.ts'
import { within } from '../../core/within.ts'

/** The container engine, as testcontainers found it (DOCKER_HOST, ~/.testcontainers.properties, the usual sockets). */
export type Engine = Awaited<ReturnType<typeof getContainerRuntimeClient>>

/** Milliseconds in which an engine must answer at all. */
const ANSWER_MS = 15_000

const SOCKET = '/var/run/docker.sock'

/**
 * Connects to the container engine of this machine.
 *
 * @throws CapcheckError (exit 3) that says why none answers, as far as that can be seen
 */
export async function dockerEngine(): Promise<Engine> {
  const named = process.env.DOCKER_HOST ?? ''
  const elsewhere = () => environmentError(`no container engine answers at DOCKER_HOST=${named}`, 'Start it, or unset DOCKER_HOST.')
  if (named !== '' && (await socketError(named)) !== null) throw elsewhere()
  // Loaded only where an engine is looked for: it takes longer than many a command.
  const { getContainerRuntimeClient } = await import('testcontainers')
  let engine: Engine
  try {
    engine = await within(ANSWER_MS, 'the container engine', getContainerRuntimeClient())
  } catch (error) {
    throw await silence(error, named === '' ? `unix://${SOCKET}` : named)
  }
  // Where a named engine does not do, testcontainers goes on to the usual socket: to another engine than was asked for.
  const { socketPath } = api(engine).modem as { socketPath?: string }
  if (named.startsWith('unix:') && socketPath !== new URL(named).pathname) throw elsewhere()
  return engine
}

/** Docker's own API, for what testcontainers has no words for. */
export function api(engine: Engine): Engine['container']['dockerode'] {
  return engine.container.dockerode
}

/** The address at which published ports are reached. Never a name: of its addresses, only one may have the port. */
export function publishedHost(engine: Engine): string {
  const { host } = engine.info.containerRuntime
  return host === 'localhost' ? '127.0.0.1' : host
}

async function silence(error: unknown, at: string): Promise<Error> {
  const code = await socketError(at)
  if (code === 'ENOENT') return environmentError(`no container engine: there is no ${SOCKET}`, 'Install and start Docker, or set DOCKER_HOST.', error)
  if (code === 'EACCES') return environmentError(`no container engine: you may not use ${SOCKET}`, 'Add yourself to the group docker, or set DOCKER_HOST.', error)
  if (code === 'ECONNREFUSED') return environmentError(`the container engine is stopped: nobody listens at ${SOCKET}`, 'Start Docker (systemctl start docker).', error)
  return environmentError(`the container engine at ${at} does not answer: ${messageOf(error)}`, 'docker info may tell more.', error)
}

/** Why nobody can connect to an engine's address (unix or tcp; others are not tried); null when one can. */
function socketError(address: string): Promise<string | null> {
  const { protocol, hostname, port, pathname } = URL.parse(address) ?? { protocol: 'unix:', hostname: '', port: '', pathname: address }
  if (protocol !== 'unix:' && protocol !== 'tcp:') return Promise.resolve(null)
  return new Promise((resolve) => {
    const socket = protocol === 'unix:' ? connect(pathname) : connect(Number(port || 2375), hostname)
    const end = (code: string | null) => {
      socket.destroy()
      resolve(code)
    }
    socket.setTimeout(ANSWER_MS, () => end('ETIMEDOUT'))
    socket.once('connect', () => end(null))
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'unknown'))
  })
}
