import { createServer, connect, type Server, type Socket } from 'node:net'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { api, dockerEngine } from '../../src/clusters/docker/engine.ts'
import { SILENT } from '../../src/engines/engines.ts'
import { dockerGround } from '../../src/pipeline/ground.ts'
import { storeNamed } from '../../src/pipeline/job.ts'
import { skipReason } from './needs.ts'

/** The socket that tests of a failing engine stand in front of. */
const SOCKET = '/var/run/docker.sock'

/** Says why tests with containers cannot run here; null when they can. Images that are missing are pulled. */
export async function dockerMissing(stores: readonly string[]): Promise<string | null> {
  const { engines, obstacle } = await dockerGround(stores.map(storeNamed), {}, SILENT)
  const reasons = obstacle === null ? engines.flatMap(({ problem }) => (problem === null ? [] : [problem.reason])) : [obstacle.reason]
  return skipReason(reasons)
}

/** Id of the PostgreSQL cluster that a run folder's run has started. */
function runIdOf(folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'nodes', 'postgres', 'job.json'), 'utf8')) as { cluster: string }).cluster
}

/**
 * Everything in the engine that carries capcheck's label: `container capcheck n1`, `network capcheck-…`.
 *
 * @param folder only what belongs to the run of this folder
 */
export async function ours(folder?: string): Promise<string[]> {
  const docker = api(await dockerEngine())
  const filters = { label: [folder === undefined ? 'org.capcheck.run' : `org.capcheck.run=${runIdOf(folder)}`] }
  const [containers, networks, volumes] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters }), docker.listVolumes({ filters })])
  return [
    ...containers.map(({ Names, Labels }) => `container ${Labels['org.capcheck.part']} ${Names[0]}`),
    ...networks.map(({ Name }) => `network ${Name}`),
    ...(volumes.Volumes ?? []).map(({ Name }) => `volume ${Name}`),
  ]
}

/** Volumes of all owners: anonymous ones carry no label of ours. */
export async function volumes(): Promise<string[]> {
  return ((await api(await dockerEngine()).listVolumes()).Volumes ?? []).map(({ Name }) => Name).toSorted()
}

/** Waits until nothing is left of the run of a folder. */
export async function nothingLeft(folder: string, withinMs: number): Promise<void> {
  const end = Date.now() + withinMs
  for (;;) {
    const left = await ours(folder)
    if (left.length === 0) return
    if (Date.now() > end) throw new Error(`left behind: ${left.join('\n')}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** The id of a container of the run of a folder. */
export async function partId(folder: string, part: string): Promise<string> {
  const [container] = await api(await dockerEngine()).listContainers({ filters: { label: [`org.capcheck.part=${part}`, `org.capcheck.run=${runIdOf(folder)}`] } })
  return container!.Id
}

/** A container and a network of somebody else, and a way to see that they are still there. */
export async function foreigners(): Promise<{ alive(): Promise<boolean>; remove(): Promise<void> }> {
  const docker = api(await dockerEngine())
  const network = await docker.createNetwork({ Name: `other-${process.pid}`, Labels: { 'org.example.run': 'other' } })
  const container = await docker.createContainer({ Image: 'ghcr.io/shopify/toxiproxy:2.12.0', Labels: { 'org.example.run': 'other' }, HostConfig: { NetworkMode: network.id } })
  await container.start()
  return {
    async alive() {
      const [{ State }] = await Promise.all([container.inspect(), network.inspect()])
      return State.Running
    },
    async remove() {
      await container.remove({ force: true, v: true })
      await network.remove()
    },
  }
}

/**
 * A second way to the engine, which can be cut off: to a client it looks as if the engine had stopped.
 *
 * @param change what the engine says is changed by this on its way; the length must stay
 */
export async function frontDoor(change?: (text: string) => string): Promise<{ readonly env: { [name: string]: string }; close(): void }> {
  const path = join(mkdtempSync(join(tmpdir(), 'capcheck-door-')), 'docker.sock')
  const open = new Set<Socket>()
  const server: Server = createServer((client) => {
    const engine = connect(SOCKET)
    for (const [one, other] of [[client, engine], [engine, client]] as const) {
      open.add(one)
      one.on('error', () => other.destroy())
      if (one === client || change === undefined) one.pipe(other)
      else one.on('data', (data: Buffer) => other.write(Buffer.from(change(data.toString('latin1')), 'latin1'))).on('end', () => other.end())
    }
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return {
    // The reaper's container needs the engine's real socket.
    env: { DOCKER_HOST: `unix://${path}`, TESTCONTAINERS_DOCKER_SOCKET_OVERRIDE: SOCKET },
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}
